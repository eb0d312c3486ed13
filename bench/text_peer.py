"""The peer of bench/text: BLEU-1 to 4, ROUGE-L and CIDEr in plain Python, from the definitions of pycocoevalcap's numbers, and NLTK's corpus_bleu where NLTK is there.

Reads references.txt and hypotheses.txt of the folder it is given; prints "NAME SECONDS VALUE" for each.
"""
import math
import sys
import time
from collections import Counter

TINY, SMALL = 1e-15, 1e-9


def grams(tokens, n):
    return Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))


def bleu(hypotheses, references):
    correct, guess, length, reflen = [0] * 4, [0] * 4, 0, 0
    for h, r in zip(hypotheses, references):
        h, r = h.split(), r.split()
        length += len(h)
        reflen += len(r)
        for n in range(1, 5):
            own, other = grams(h, n), grams(r, n)
            guess[n - 1] += max(0, len(h) - n + 1)
            correct[n - 1] += sum(min(c, other[g]) for g, c in own.items())
    ratio = (length + TINY) / (reflen + SMALL)
    penalty = math.exp(1 - 1 / ratio) if ratio < 1 else 1
    product, values = 1.0, []
    for n in range(4):
        product *= (correct[n] + TINY) / (guess[n] + SMALL)
        values.append(product ** (1 / (n + 1)) * penalty)
    return values[3]


def rouge_l(hypotheses, references):
    total, beta2 = 0.0, 1.2 * 1.2
    for h, r in zip(hypotheses, references):
        h, r = h.split(" "), r.split(" ")
        row = [0] * (len(r) + 1)
        for a in h:
            diagonal = 0
            for j, b in enumerate(r, 1):
                above = row[j]
                row[j] = diagonal + 1 if a == b else max(above, row[j - 1])
                diagonal = above
        p, q = row[-1] / len(h), row[-1] / len(r)
        total += (1 + beta2) * p * q / (q + beta2 * p) if p and q else 0
    return total / len(hypotheses)


def cider(hypotheses, references):
    frequency = Counter()
    counted = []
    for h, r in zip(hypotheses, references):
        h, r = h.split(), r.split()
        own, other = [grams(h, n) for n in range(1, 5)], [grams(r, n) for n in range(1, 5)]
        counted.append((own, other))
        for n in range(4):
            frequency.update(other[n].keys())
    log = math.log(len(hypotheses))

    def vector(counts):
        weighted = {g: c * (log - math.log(max(1.0, frequency[g]))) for g, c in counts.items()}
        return weighted, math.sqrt(sum(w * w for w in weighted.values()))

    total = 0.0
    for own, other in counted:
        gap = sum(own[1].values()) - sum(other[1].values())
        similar = 0.0
        for n in range(4):
            (v, norm), (w, norm2) = vector(own[n]), vector(other[n])
            dot = sum(min(x, w[g]) * w[g] for g, x in v.items() if g in w)
            if norm and norm2:
                dot /= norm * norm2
            similar += dot * math.exp(-(gap**2) / 72)
        total += 10 * similar / 4
    return total / len(hypotheses)


def nltk_bleu(hypotheses, references):
    from nltk.translate.bleu_score import corpus_bleu

    weights = [(1,), (1 / 2,) * 2, (1 / 3,) * 3, (1 / 4,) * 4]
    return corpus_bleu([[r.split()] for r in references], [h.split() for h in hypotheses], weights=weights)[3]


def main():
    texts = []
    for name in ("hypotheses", "references"):
        with open(f"{sys.argv[1]}/{name}.txt", encoding="utf-8") as lines:
            texts.append(lines.read().splitlines())
    started = time.perf_counter()
    for name, function in (("bleu", bleu), ("rouge-l", rouge_l), ("cider", cider), ("bleu-nltk", nltk_bleu)):
        began = time.perf_counter()
        try:
            value = function(*texts)
        except ImportError:
            continue
        print(name, time.perf_counter() - began, value)
        if name == "cider":
            print("bleu+rouge-l+cider", time.perf_counter() - started, "-")


main()
