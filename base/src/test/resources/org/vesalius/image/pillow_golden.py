"""Makes pillow_resize.txt and the small picture files of this folder with Pillow 9.4 and NumPy 1.24: python3 pillow_golden.py"""
import numpy as np
from PIL import Image, ImageOps

def made(w, h, c):
    y, x, k = np.mgrid[0:h, 0:w, 0:c]
    return ((x * 37 + y * 101 + (x * y) % 53 * 7 + k * 71) % 256).astype(np.uint8)

FILTERS = ["NEAREST", "BOX", "BILINEAR", "BICUBIC", "LANCZOS"]
with open("pillow_resize.txt", "w") as out:
    out.write("# filter channels sourceWidth sourceHeight width height, then Pillow's 8-bit samples\n")
    for f in FILTERS:
        for c, w, h, tw, th in [(1, 61, 47, 13, 9), (1, 23, 17, 40, 29), (3, 61, 47, 16, 47), (1, 61, 47, 61, 5), (3, 9, 40, 7, 3)]:
            image = Image.fromarray(made(w, h, c).squeeze() if c == 1 else made(w, h, c))
            got = np.asarray(image.resize((tw, th), getattr(Image.Resampling, f))).ravel()
            out.write(" ".join([f, str(c), str(w), str(h), str(tw), str(th)] + [str(v) for v in got]) + "\n")

def expect(name, array):
    a = np.asarray(array)
    c = 1 if a.ndim == 2 else a.shape[2]
    expected.write(" ".join([name, str(a.shape[1]), str(a.shape[0]), str(c)] + [str(int(v)) for v in a.ravel()]) + "\n")

with open("pillow_decoded.txt", "w") as expected:
    expected.write("# file width height channels, then Pillow's samples (colour by convert('RGB'), upright by exif_transpose)\n")
    grey, rgb = Image.fromarray(made(19, 13, 1).squeeze()), Image.fromarray(made(19, 13, 3))
    smooth = Image.fromarray(np.mgrid[0:24, 0:40][1].astype(np.uint8) * 5 + np.mgrid[0:24, 0:40][0].astype(np.uint8) * 2)
    colour = Image.merge("RGB", [smooth, smooth.transpose(Image.FLIP_LEFT_RIGHT), smooth.transpose(Image.FLIP_TOP_BOTTOM)])
    deep = (made(19, 13, 1).squeeze().astype(np.uint16) * 257 + 11) % 65536
    Image.fromarray(deep.astype(np.uint16)).save("deep.png"); expect("deep.png", deep)
    pal = rgb.quantize(16); pal.save("palette.png"); expect("palette.png", pal.convert("RGB"))
    bit = grey.point(lambda v: 255 * (v > 99)).convert("1"); bit.save("bit.png"); expect("bit.png", bit.convert("L"))
    rgb.convert("RGBA").save("alpha.png"); expect("alpha.png", rgb)
    grey.convert("LA").save("greyalpha.png"); expect("greyalpha.png", grey)
    smooth.save("grey.jpg", quality=90); expect("grey.jpg", Image.open("grey.jpg"))
    colour.save("colour.jpg", quality=90); expect("colour.jpg", Image.open("colour.jpg"))
    colour.save("progressive.jpg", quality=90, progressive=True); expect("progressive.jpg", Image.open("progressive.jpg"))
    colour.convert("CMYK").point(lambda v: v * 3 // 4).save("cmyk.jpg", quality=95); expect("cmyk.jpg", Image.open("cmyk.jpg").convert("RGB"))
    for o in range(2, 9):
        exif = Image.Exif(); exif[0x0112] = o
        smooth.save(f"exif{o}.jpg", quality=90, exif=exif)
        expect(f"exif{o}.jpg", ImageOps.exif_transpose(Image.open(f"exif{o}.jpg")))
    rgb.save("lzw.tif", compression="tiff_lzw"); expect("lzw.tif", rgb)
    Image.fromarray(deep.astype(np.uint16)).save("deep.tif"); expect("deep.tif", deep)
    pal.save("palette.tif"); expect("palette.tif", pal.convert("RGB"))
    bit.save("bit.tif", compression="group4"); expect("bit.tif", bit.convert("L"))
