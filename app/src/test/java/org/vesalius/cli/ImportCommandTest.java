package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.checkpoint.SafeTensors;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.vision.ResNet;

class ImportCommandTest {
    @TempDir
    Path dir;

    private Path resNet() throws IOException {
        Path file = dir.resolve("resnet18.safetensors");
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            new ResNet(params, ResNet.Spec.of(ResNet.Depth.R18));
            Map<String, Tensor> state = new LinkedHashMap<>(params.state());
            state.put("fc.weight", Tensors.zeros(3, 512));
            SafeTensors.write(file, state, Map.of());
        }
        return file;
    }

    @Test
    void theListNamesEachKindWithWhereItsFilesAre() {
        Said said = Said.of("import", "--list");
        assertThat(said.code()).isEqualTo(ExitCode.OK);
        assertThat(said.out()).contains("chexzero\n", "rajpurkarlab/CheXzero", "tokenizer: vocab.json and merges.txt");
    }

    @Test
    void withoutAnOutItSaysWhatWouldBeUsed() throws IOException {
        Said said = Said.of("import", resNet(), "--as", "torchvision-resnet");
        assertThat(said.code()).isEqualTo(ExitCode.OK);
        assertThat(said.out())
                .contains("120 tensors used, nothing missing")
                .contains("left out, a classifier of the classes it was trained on: fc.weight")
                .contains("nothing written; add --out RUN");
    }

    @Test
    void aRunEmbedsImages() throws IOException {
        Path run = dir.resolve("run");
        assertThat(Said.of("import", resNet(), "--as", "torchvision-resnet", "--out", run)
                        .code())
                .isEqualTo(ExitCode.OK);
        Said texts = Said.of("embed", run, "--text", "effusion");
        assertThat(texts.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(texts.err()).contains("expected one with texts, got an encoder of images on its own");
    }

    @Test
    void whatItCannotUseItRefusesInOneMessage() throws IOException {
        Path file = resNet();
        Said unnamed = Said.of("import", file);
        assertThat(unnamed.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(unnamed.err())
                .contains("--as: expected an id of --list, got none; it looks like torchvision-resnet");
        Said other = Said.of("import", file, "--as", "hf-clip", "--out", dir.resolve("run"));
        assertThat(other.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(other.err()).contains("expected the names of hf-clip", "it looks like torchvision-resnet");
        assertThat(dir.resolve("run")).doesNotExist();
        assertThat(Said.of("import", dir.resolve("none.pt"), "--as", "hf-clip").err())
                .contains("no file of this name");
        Path damaged = Files.write(dir.resolve("damaged.pt"), new byte[] {1, 2, 3});
        assertThat(Said.of("import", damaged, "--as", "hf-clip").code()).isEqualTo(ExitCode.BAD_INPUT);
    }
}
