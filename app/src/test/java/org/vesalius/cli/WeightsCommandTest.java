package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.checkpoint.SafeTensors;
import org.vesalius.io.Json;
import org.vesalius.nn.Params;
import org.vesalius.vision.ResNet;

class WeightsCommandTest {
    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    private Path resNet() throws IOException {
        Path file = dir.resolve("resnet18.safetensors");
        try (Params params = Params.create(1)) {
            new ResNet(params, ResNet.Spec.of(ResNet.Depth.R18).classes(3));
            SafeTensors.write(file, params.state(), Map.of());
        }
        return file;
    }

    @Test
    void aFileThatFitsSaysWhatWasUsedAndIgnored() throws IOException {
        assertThat(run("weights", resNet().toString(), "--fits", "resnet18")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("120 used, 2 ignored, 0 unexpected, 0 missing")
                .contains("fc.bias")
                .contains("it fits");
    }

    @Test
    void aFileOfAnotherTowerAnswersNo() throws IOException {
        Path file = resNet();
        Map<String, Tensor> state = new LinkedHashMap<>();
        try (Params params = Params.create(1)) {
            new ResNet(params, ResNet.Spec.of(ResNet.Depth.R18));
            state.putAll(params.state());
            state.remove("bn1.weight");
            SafeTensors.write(file, state, Map.of());
        }
        assertThat(run("weights", file.toString(), "--fits", "resnet18")).isEqualTo(ExitCode.NO);
        assertThat(out.toString()).contains("in the tower but not in the file:\n  bn1.weight");
    }

    @Test
    void theListingIsJsonAndConversionIsWhole() throws IOException {
        Path converted = dir.resolve("again.safetensors");
        Path file = resNet();
        assertThat(run("weights", file.toString(), "--json", "--out", converted.toString()))
                .isEqualTo(ExitCode.OK);
        var answer = Json.tree(out.toString(), "answer");
        assertThat(answer.get("tensors").asInt()).isEqualTo(122);
        assertThat(answer.get("entries").get(0).get("shape").toString()).isNotEmpty();
        assertThat(Files.size(converted)).isGreaterThan(44_000_000);
    }

    @Test
    void aTextIsRefusedWithOneLine() throws IOException {
        Path text = Files.writeString(dir.resolve("x.pt"), "not weights");
        assertThat(run("weights", text.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .startsWith("vesalius: x.pt: expected a file of torch.save")
                .hasLineCount(1);
    }
}
