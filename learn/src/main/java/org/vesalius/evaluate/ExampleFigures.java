package org.vesalius.evaluate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Examples as figures, those of one choice after the other. */
final class ExampleFigures {
    private final StringBuilder html = new StringBuilder();

    private ExampleFigures() {}

    /** Nothing where there are none. */
    static String of(List<Example> examples) {
        if (examples.isEmpty()) {
            return "";
        }
        Map<Example.Choice, StringBuilder> byChoice = new EnumMap<>(Example.Choice.class);
        for (Example example : examples) {
            byChoice.computeIfAbsent(example.choice(), _ -> new StringBuilder()).append(drawn(example));
        }
        boolean retrieved = examples.getFirst() instanceof Example.Retrieved;
        String grid = examples.getFirst() instanceof Example.Grounded ? "grid wide" : "grid";
        StringBuilder all = new StringBuilder("<h3>Examples</h3><p class='soft'>")
                .append(legend(examples.getFirst()))
                .append("</p>");
        byChoice.forEach((choice, figures) -> all.append("<h4>")
                .append(choice.words())
                .append(retrieved ? "</h4>" : "</h4><div class='" + grid + "'>")
                .append(figures)
                .append(retrieved ? "" : "</div>"));
        return all.toString();
    }

    private static String legend(Example example) {
        return switch (example) {
            case Example.Grounded _ ->
                "Left the picture, right the similarity with the phrase, bright where it is high; the box is the truth.";
            case Example.Retrieved _ ->
                "A text with the five nearest pictures; the text's own is framed. A row is one of the prepared set.";
            case Example.Scored _ ->
                "One study of each finding first. The share says how many of the finding's other studies score lower; a row is one of the prepared set.";
            case Example.Rated rated ->
                "The studies where " + Html.escape(rated.name())
                        + " is highest and lowest. A row is one of the prepared set.";
        };
    }

    private static String drawn(Example example) {
        ExampleFigures figure = new ExampleFigures();
        switch (example) {
            case Example.Grounded grounded -> figure.grounded(grounded);
            case Example.Retrieved retrieved -> figure.retrieved(retrieved);
            case Example.Scored scored -> figure.scored(scored);
            case Example.Rated rated -> figure.rated(rated);
        }
        return figure.html.toString();
    }

    private void grounded(Example.Grounded g) {
        boolean hit = g.share() > 0.5;
        String alt = "picture with " + g.finding();
        html.append("<figure><div class='pair'>")
                .append(Overlay.figure(g.picture(), g.width(), g.height(), g.boxes(), alt))
                .append(Overlay.figure(g.overlay(), g.width(), g.height(), g.boxes(), "similarity map on the " + alt))
                .append("</div><figcaption>")
                .append(hit ? "<span class='yes'>hit</span> " : "<span class='no'>missed</span> ")
                .append("<b>")
                .append(Html.escape(g.finding()))
                .append("</b>, CNR ")
                .append(Html.number(g.cnr()));
        String phrase = g.phrase();
        if (phrase != null && !phrase.equals(g.finding())) {
            html.append("<br>“").append(Html.escape(phrase)).append("”");
        }
        html.append("</figcaption></figure>");
    }

    private void scored(Example.Scored s) {
        html.append("<figure>");
        picture(s.picture(), s.row());
        html.append("<figcaption><b>")
                .append(Html.escape(s.label()))
                .append("</b> ")
                .append(Html.number(s.score()))
                .append("<br>above ")
                .append(Math.round(100 * s.share()))
                .append(" % of the others<br>row ")
                .append(s.row());
        report(s.text());
        html.append("</figcaption></figure>");
    }

    private void rated(Example.Rated r) {
        html.append("<figure>");
        picture(r.picture(), r.row());
        html.append("<figcaption><b>")
                .append(Html.escape(r.about().isEmpty() ? r.name() : r.about()))
                .append("</b> ")
                .append(Html.number(r.value()))
                .append("<br>row ")
                .append(r.row());
        report(r.text());
        html.append("</figcaption></figure>");
    }

    private void picture(String address, int row) {
        if (!address.isEmpty()) {
            html.append("<img src='")
                    .append(address)
                    .append("' alt='picture of row ")
                    .append(row)
                    .append("'>");
        }
    }

    private void report(@Nullable String text) {
        if (text != null) {
            html.append("<details><summary>report</summary>")
                    .append(Html.escape(text))
                    .append("</details>");
        }
    }

    private void retrieved(Example.Retrieved r) {
        html.append("<div class='query'><div>");
        Optional.ofNullable(r.text())
                .ifPresentOrElse(
                        text -> html.append("<blockquote>")
                                .append(Html.escape(text))
                                .append("</blockquote>"),
                        () -> html.append("<p>The report of row ")
                                .append(r.row())
                                .append("</p>"));
        html.append("<p class='soft'>own picture at rank ")
                .append(r.rank())
                .append(" of ")
                .append(r.pool())
                .append("</p></div><div class='hits'>");
        int place = 1;
        for (Example.Hit hit : r.hits()) {
            html.append(hit.own() ? "<div class='own'>" : "<div>")
                    .append("<img src='")
                    .append(hit.picture())
                    .append("' alt='picture at rank ")
                    .append(place++)
                    .append(hit.own() ? ", the text&#39;s own" : "")
                    .append("'>")
                    .append(Html.number(hit.score()))
                    .append(hit.own() ? " own" : hit.sameText() ? " same text" : "")
                    .append("</div>");
        }
        html.append("</div></div>");
    }
}
