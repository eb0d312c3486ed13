"""The peer of bench/dicom: pydicom and Pillow from a DICOM file to a tensor of 3 x 224 x 224, one file for each line "HANDLER PATH" of standard input.

Answers "MILLISECONDS BASE64" (the tensor as little-endian float32), or "- REASON" where this handler cannot read that file.
"""
import base64
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
import pydicom
from PIL import Image
from pydicom.pixel_data_handlers import gdcm_handler, numpy_handler, pillow_handler, rle_handler
from pydicom.pixel_data_handlers.util import apply_modality_lut, apply_voi_lut

SIZE = 224
MEAN = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)[:, None, None]
STD = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)[:, None, None]
HANDLERS = {"numpy": numpy_handler, "rle": rle_handler, "gdcm": gdcm_handler, "pillow": pillow_handler}


def tensor(path):
    data = pydicom.dcmread(path)
    shown = apply_voi_lut(apply_modality_lut(data.pixel_array, data), data).astype(np.float32)
    if "VOILUTSequence" in data:
        low, high = 0.0, 2.0 ** data.VOILUTSequence[0].LUTDescriptor[2] - 1
    else:
        # pydicom's window goes to the range that the stored bits can have
        low, high = 0.0, 2.0 ** data.BitsStored - 1
    grey = (shown - low) * (255 / (high - low))
    if data.PhotometricInterpretation == "MONOCHROME1":
        grey = 255 - grey
    image = Image.fromarray(np.rint(grey).astype(np.uint8))
    scale = SIZE / min(image.size)
    width, height = (max(SIZE, int(side * scale + 1e-9)) for side in image.size)
    image = image.resize((width, height), Image.BICUBIC)
    left, top = round((width - SIZE) / 2), round((height - SIZE) / 2)
    image = image.crop((left, top, left + SIZE, top + SIZE)).convert("RGB")
    return ((np.asarray(image, np.float32) / 255).transpose(2, 0, 1) - MEAN) / STD


def main():
    print(f"pydicom {pydicom.__version__}, numpy {np.__version__}, Pillow {Image.__version__}", flush=True)
    for line in sys.stdin:
        handler, path = line.rstrip("\n").split(" ", 1)
        pydicom.config.pixel_data_handlers = [HANDLERS[handler]]
        try:
            start = time.perf_counter()
            result = tensor(path)
            taken = (time.perf_counter() - start) * 1e3
            print(f"{taken:.3f} {base64.b64encode(result.astype('<f4').tobytes()).decode()}", flush=True)
        except Exception as e:
            print("- " + str(e).replace("\n", " "), flush=True)


main()
