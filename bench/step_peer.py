#!/usr/bin/env python3
"""The training step of bench/step in PyTorch: reads one JSON object from standard input, answers with one.

In: the model as in a run manifest, vocabulary, batch, clip, and the token length of each step's texts.
Out: {"version", "parameters", "laps": [[ms on the clock, ms of all cores] a step]} or {"absent": why there is no peer}.
"""
import json
import sys
import time


def main():
    asked = json.load(sys.stdin)
    try:
        import torch
    except ImportError:
        return {"absent": "python3 has no torch (Debian: apt install python3-torch); VESALIUS_PYTHON names another python"}
    kinds = asked["model"]["image"]["type"], asked["model"]["text"]["type"]
    if kinds != ("small-cnn", "bert"):
        return {"absent": "it knows the towers small-cnn and bert, not %s and %s" % kinds}
    from torch import nn
    from torch.nn import functional as F

    class Image(nn.Module):
        """SmallCnn: local contrast beside the image, 3x3 blocks, coordinates before the last."""

        def __init__(self, spec, channels):
            super().__init__()
            self.contrast, self.coordinates = spec["contrast"], spec["coordinates"]
            width, self.convs, self.norms = channels * (2 if self.contrast else 1), nn.ModuleList(), nn.ModuleList()
            for i, (out, stride) in enumerate(zip(spec["widths"], spec["strides"])):
                width += 2 if self.coordinates and i == len(spec["widths"]) - 1 else 0
                side, pad = (stride, 0) if stride > 2 else (3, 1)
                self.convs.append(nn.Conv2d(width, out, side, stride, pad, bias=False))
                self.norms.append(nn.BatchNorm2d(out))
                width = out

        def forward(self, x):
            if self.contrast:
                mean = self.window(x)
                spread = ((self.window(x * x) - mean * mean).clamp_min(0) + 0.0025).sqrt()
                x = torch.cat([x, (x - mean) / spread], 1)
            for i, (conv, norm) in enumerate(zip(self.convs, self.norms)):
                if self.coordinates and i == len(self.convs) - 1:
                    b, _, h, w = x.shape
                    rows = torch.linspace(-1, 1, h).view(1, 1, h, 1).expand(b, 1, h, w)
                    columns = torch.linspace(-1, 1, w).view(1, 1, 1, w).expand(b, 1, h, w)
                    x = torch.cat([x, rows, columns], 1)
                x = norm(conv(x).contiguous(memory_format=torch.channels_last)).relu_()
            return x.flatten(2).transpose(1, 2)

        def window(self, x):
            k = self.contrast
            down = F.avg_pool2d(x, (k, 1), 1, (k // 2, 0), count_include_pad=False)
            return F.avg_pool2d(down, (1, k), 1, (0, k // 2), count_include_pad=False)

    class Text(nn.Module):
        """BERT with positions and types, norms after each block, the mean of its tokens."""

        def __init__(self, spec, words, positions):
            super().__init__()
            d = spec["width"]
            self.words, self.positions, self.types = nn.Embedding(words, d), nn.Embedding(positions, d), nn.Embedding(2, d)
            self.norm = nn.LayerNorm(d)
            self.layers = nn.ModuleList(
                nn.TransformerEncoderLayer(d, spec["heads"], spec["intermediate"], spec["dropout"], "gelu", batch_first=True)
                for _ in range(spec["layers"])
            )

        def forward(self, ids):
            x = self.norm(self.words(ids) + self.positions.weight[: ids.shape[1]] + self.types.weight[0])
            for layer in self.layers:
                x = layer(x)
            return x.mean(1)

    torch.manual_seed(0)
    model = asked["model"]
    channels, size, joint = model["transform"]["channels"], model["transform"]["size"], model["jointSize"]
    image = Image(model["image"], channels)
    text = Text(model["text"], asked["vocabulary"], model["tokenizer"]["maxLength"])
    heads = nn.ModuleList(
        [nn.Linear(model["image"]["widths"][-1], joint, bias=False), nn.Linear(model["text"]["width"], joint, bias=False)]
    )
    towers = nn.ModuleList([image, text, heads])
    scale = nn.Parameter(torch.tensor(2.66))
    parameters = list(towers.parameters()) + [scale]
    rule = torch.optim.AdamW(parameters, 1e-3)
    targets = torch.arange(asked["batch"])
    batches = [
        (torch.randn(asked["batch"], channels, size, size), torch.randint(5, asked["vocabulary"], (asked["batch"], length)))
        for length in asked["lengths"]
    ]
    laps = []
    for pictures, ids in batches:
        start, busy = time.perf_counter(), time.process_time()
        seen, read = heads[0](image(pictures)).mean(1), heads[1](text(ids))
        logits = F.normalize(seen, dim=1) @ F.normalize(read, dim=1).t() * scale.exp()
        loss = (F.cross_entropy(logits, targets) + F.cross_entropy(logits.t(), targets)) / 2
        loss.backward()
        if asked["clip"] > 0:
            nn.utils.clip_grad_norm_(parameters, asked["clip"])
        rule.step()
        rule.zero_grad()
        laps.append([(time.perf_counter() - start) * 1000, (time.process_time() - busy) * 1000])
    count = sum(p.numel() for p in towers.parameters())
    return {"version": torch.__version__, "parameters": count, "laps": laps}


if __name__ == "__main__":
    print(json.dumps(main()))
