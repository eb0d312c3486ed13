package org.vesalius.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Read back by SnakeYAML, which knows nothing of how it was written. */
class FrontMatterTest {
    private static Object parsed(String head) {
        assertThat(head).startsWith("---\n").endsWith("---\n");
        return new Yaml().load(head.substring(4, head.length() - 4));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("license", "other");
        fields.put(
                "tags", List.of("a: b", "- c", "yes", "\"quoted\" \\ ' # é \u2028 \u0085 \ufeff", "line\nbreak\ttab"));
        fields.put("n", 12);
        fields.put("flag", true);
        fields.put("tiny", 1.5e-7);
        fields.put(
                "model-index",
                List.of(Map.of(
                        "results",
                        List.of(Map.of("task", Map.of("type", "x"), "metrics", List.of(Map.of("value", 0.25)))))));
        assertThat(parsed(FrontMatter.of(fields))).isEqualTo(fields);
    }

    @Test
    void whatIsEmptyOrNoNumberIsLeftOut() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", "");
        fields.put("list", List.of());
        fields.put("map", Map.of("inner", List.of("")));
        fields.put("value", Double.NaN);
        fields.put("kept", 1);
        assertThat(parsed(FrontMatter.of(fields))).isEqualTo(Map.of("kept", 1));
    }
}
