package org.vesalius.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.vesalius.dataset.Question;

/** Questions about a visit, closed and open, whose answers follow from the truth. */
final class Quiz {
    private final Visit visit;
    private final Rng rng;
    private final List<Question> asked = new ArrayList<>();

    private Quiz(Visit visit) {
        this.visit = visit;
        this.rng = new Rng(visit.seed()).child(70);
    }

    static List<Question> of(Visit visit) {
        Quiz quiz = new Quiz(visit);
        quiz.presence();
        quiz.visit.present().forEach(quiz::about);
        quiz.overview();
        return List.copyOf(quiz.asked);
    }

    private void ask(String type, boolean closed, String question, String answer) {
        asked.add(new Question("q" + (asked.size() + 1), "frontal", question, answer, closed, type));
    }

    private void presence() {
        for (Observation o : visit.present()) {
            ask("presence", true, isThere(o.finding()), "yes");
        }
        List<Finding> absent = new ArrayList<>();
        for (Finding finding : Finding.values()) {
            if (!visit.has(finding)) {
                absent.add(finding);
            }
        }
        int wanted = Math.max(2, visit.present().size());
        for (int i = 0; i < wanted && !absent.isEmpty(); i++) {
            ask("presence", true, isThere(absent.remove(rng.nextInt(absent.size()))), "no");
        }
    }

    private String isThere(Finding finding) {
        String name = finding == Finding.OEDEMA ? "pulmonary oedema" : finding.label();
        boolean counted = switch (finding) {
            case CONSOLIDATION, CARDIOMEGALY, OEDEMA, ATELECTASIS, EMPHYSEMA -> false;
            default -> true;
        };
        String article = !counted ? "" : name.startsWith("e") ? "an " : "a ";
        return rng.pick(List.of(
                "Is there " + article + name + "?",
                "Does the image show " + article + name + "?",
                "Is " + article + name + " present?"));
    }

    private void about(Observation o) {
        String name = o.finding().label();
        if (o.finding().sided()) {
            boolean askLeft = rng.chance(0.5);
            ask("side", false, "On which side is the " + name + "?", Phrases.side(o));
            ask(
                    "side",
                    true,
                    "Is the " + name + " on the " + (askLeft ? "left" : "right") + "?",
                    askLeft == (o.side() == Side.LEFT) ? "yes" : "no");
        }
        if (o.finding() == Finding.NODULE || o.finding() == Finding.CONSOLIDATION) {
            ask("location", false, "Where is the " + name + "?", Phrases.side(o) + " " + Phrases.lobe(o));
        }
        if (!o.finding().device() && o.finding() != Finding.NODULE && o.finding() != Finding.RIB_FRACTURE) {
            ask("severity", false, "How severe is the " + name + "?", Phrases.grade(o));
        }
        if (o.change() != Change.FIRST) {
            String answer = switch (o.change()) {
                case NEW -> "it is new";
                case BETTER -> "it has improved";
                case WORSE -> "it has worsened";
                default -> "it is unchanged";
            };
            ask("change", false, "How has the " + name + " changed since the prior study?", answer);
        }
    }

    private void overview() {
        ask("view", false, "Which projection is this?", visit.portable() ? "AP" : "PA");
        String devices = visit.present().stream()
                .filter(o -> o.finding().device())
                .map(o -> o.finding().label())
                .collect(Collectors.joining(", "));
        ask("device", false, "Which devices are seen?", devices.isEmpty() ? "none" : devices);
        String findings = visit.present().stream()
                .filter(o -> !o.finding().device())
                .map(o -> o.finding().label())
                .collect(Collectors.joining(", "));
        ask("abnormality", false, "What is abnormal?", findings.isEmpty() ? "nothing" : findings);
        ask("abnormality", true, "Is this a normal chest radiograph?", findings.isEmpty() ? "yes" : "no");
    }
}
