package org.vesalius.phantom;

import java.util.List;

/** How each finding is called: one settled phrase for boxes, and wordings with variety for sentences. */
final class Phrases {
    private static final double SMALL = 0.34;
    private static final double LARGE = 0.67;
    private static final List<String> ORDINALS =
            List.of("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "10th");

    private Phrases() {}

    /** {@code small left pleural effusion}: severity word, side and lobe where they fit, name. */
    static String settled(Observation o) {
        String side = side(o);
        return switch (o.finding()) {
            case PLEURAL_EFFUSION, PNEUMOTHORAX ->
                amount(o) + " " + side + " " + o.finding().label();
            case CONSOLIDATION -> grade(o) + " " + side + " " + lobe(o) + " consolidation";
            case NODULE -> Math.round(diameter(o)) + " mm " + side + " " + lobe(o) + " " + nodule(o);
            case CARDIOMEGALY -> grade(o) + " cardiomegaly";
            case OEDEMA -> grade(o) + " pulmonary oedema";
            case ATELECTASIS -> grade(o) + " " + side + " " + place(o) + " atelectasis";
            case RIB_FRACTURE ->
                displaced(o) + " " + side + " " + ribs(o) + " rib fracture" + (Lesions.fractures(o) > 1 ? "s" : "");
            case EMPHYSEMA -> grade(o) + " emphysema";
            case ENDOTRACHEAL_TUBE -> "endotracheal tube";
            case CENTRAL_LINE -> side + " " + route(o) + " central line";
            case PACEMAKER -> side + " chest pacemaker";
        };
    }

    /** The finding without how severe it is, to go after {@code the} or {@code no}. */
    static String plain(Observation o) {
        String side = o.finding().sided() ? side(o) + " " : "";
        return side
                + (o.finding() == Finding.OEDEMA
                        ? "pulmonary oedema"
                        : o.finding().label());
    }

    /** Sentences that state it, without an end mark. */
    static List<String> statements(Observation o) {
        String side = side(o);
        String phrase = settled(o);
        return switch (o.finding()) {
            case PLEURAL_EFFUSION ->
                List.of(
                        "there is a " + phrase,
                        phrase + " is present",
                        "blunting of the " + side + " costophrenic angle, in keeping with a " + amount(o)
                                + " pleural effusion",
                        amount(o) + " amount of pleural fluid on the " + side + ", " + side + " pleural effusion");
            case PNEUMOTHORAX ->
                List.of(
                        "there is a " + phrase,
                        "a " + amount(o) + " pneumothorax is seen on the " + side,
                        phrase + " with a visible pleural line",
                        side + " apical and lateral pneumothorax, " + amount(o));
            case CONSOLIDATION ->
                List.of(
                        phrase,
                        "there is " + grade(o) + " airspace consolidation in the " + side + " " + lobe(o),
                        side + " " + lobe(o) + " airspace opacity representing " + grade(o) + " consolidation",
                        "focal consolidation of the " + side + " " + lobe(o) + ", " + grade(o));
            case NODULE ->
                List.of(
                        "there is a " + phrase,
                        "a rounded " + nodule(o) + " of " + Math.round(diameter(o)) + " mm projects over the " + side
                                + " " + lobe(o),
                        side + " " + lobe(o) + " pulmonary " + nodule(o) + " measuring " + Math.round(diameter(o))
                                + " mm");
            case CARDIOMEGALY ->
                List.of(
                        "there is " + phrase,
                        "the heart is " + adverb(o) + " enlarged",
                        adverb(o) + " enlarged cardiac silhouette, cardiomegaly",
                        "the cardiothoracic ratio is increased with " + phrase);
            case OEDEMA ->
                List.of(
                        "there is " + phrase,
                        "perihilar haze and septal lines, in keeping with " + grade(o) + " pulmonary edema",
                        grade(o) + " interstitial and alveolar oedema",
                        "bilateral perihilar opacities representing " + grade(o) + " pulmonary edema");
            case ATELECTASIS ->
                List.of(
                        phrase,
                        "band-like opacity in the " + side + " " + place(o) + ", " + grade(o) + " atelectasis",
                        "there is " + grade(o) + " plate atelectasis in the " + side + " " + place(o),
                        grade(o) + " linear atelectasis on the " + side + " in the " + place(o));
            case RIB_FRACTURE ->
                List.of(
                        phrase,
                        "there is a " + displaced(o) + " fracture of the " + side + " " + ribs(o) + " rib"
                                + (Lesions.fractures(o) > 1 ? "s" : ""),
                        side + " lateral rib fracture with callus, " + ribs(o) + " rib"
                                + (Lesions.fractures(o) > 1 ? "s" : "") + ", " + displaced(o));
            case EMPHYSEMA ->
                List.of(
                        "there is " + phrase,
                        "hyperinflated lungs with flattened diaphragms, " + grade(o) + " emphysema",
                        grade(o) + " emphysematous change with hyperlucent lungs, emphysema");
            case ENDOTRACHEAL_TUBE ->
                List.of(
                        "an endotracheal tube ends " + tip(o) + " cm above the carina",
                        "endotracheal tube with its tip " + tip(o) + " cm above the carina",
                        "the patient is intubated, the endotracheal tube tip lies " + tip(o) + " cm above the carina");
            case CENTRAL_LINE ->
                List.of(
                        "a " + phrase + " ends in the superior vena cava",
                        side + " " + route(o) + " central venous catheter with its tip in the superior vena cava",
                        "central line from the " + side + " " + route(o) + " vein");
            case PACEMAKER ->
                List.of(
                        "a pacemaker is seen in the " + side + " chest wall with its lead in the right ventricle",
                        side + " sided pacemaker with a continuous lead",
                        phrase + " in place");
        };
    }

    static String side(Observation o) {
        return switch (o.side()) {
            case LEFT -> "left";
            case RIGHT -> "right";
            case BOTH -> "bilateral";
        };
    }

    static String lobe(Observation o) {
        return o.zone().lobe(o.side());
    }

    private static String place(Observation o) {
        return o.zone() == Zone.LOWER ? "base" : "mid zone";
    }

    private static String amount(Observation o) {
        return o.severity() < SMALL ? "small" : o.severity() < LARGE ? "moderate" : "large";
    }

    /** {@code mild}, {@code moderate} or {@code severe}. */
    static String grade(Observation o) {
        return o.severity() < SMALL ? "mild" : o.severity() < LARGE ? "moderate" : "severe";
    }

    private static String adverb(Observation o) {
        return o.severity() < SMALL ? "mildly" : o.severity() < LARGE ? "moderately" : "severely";
    }

    private static String displaced(Observation o) {
        return o.severity() < SMALL ? "minimally displaced" : o.severity() < LARGE ? "displaced" : "markedly displaced";
    }

    /** Of a nodule, mm. */
    static double diameter(Observation o) {
        return 2 * Lesions.noduleRadius(o);
    }

    private static String nodule(Observation o) {
        return diameter(o) < 30 ? "nodule" : "nodule or mass";
    }

    private static String ribs(Observation o) {
        int first = Lesions.firstRib(o);
        int count = Lesions.fractures(o);
        String from = ORDINALS.get(first);
        return count == 1 ? from : from + (count == 2 ? " and " : " to ") + ORDINALS.get(first + count - 1);
    }

    private static String route(Observation o) {
        return Devices.subclavian(o) ? "subclavian" : "jugular";
    }

    private static String tip(Observation o) {
        return "%.1f".formatted(Devices.tipAbove(o) / 10);
    }
}
