"""Makes codec_streams.txt: small code streams of other programs and the samples that they decode to.
DCMTK 3.6 (dcmcjpeg, dcmcjpls: IJG's and CharLS' encoders), OpenJPEG 2.5 (opj_compress); decoded by GDCM 3.0 through pydicom 2.3, JPEG 2000 by
opj_decompress: python3 codec_golden.py"""
import base64, os, subprocess, tempfile
import numpy as np, pydicom
from pydicom.encaps import defragment_data
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

def made(w, h, c, bits, signed=False):
    """Flat, smooth and noisy thirds, so that runs, small and large codes all come."""
    y, x, k = np.mgrid[0:h, 0:w, 0:c].astype(np.int64)
    top = (1 << bits) - 1
    noise = (x * 7919 + y * 104729 + x * y * 31 + k * 71) % 65521 * top // 65520
    smooth = (x * (2 + k) + y * 3) * top // (w * 4 + h * 3)
    v = np.where(y < h // 3, np.where(x < w // 2, top // 3, top), np.where(y < 2 * h // 3, smooth, noise))
    return v - (top + 1) // 2 if signed else v

def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

def dicom(path, values, bits):
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.is_little_endian, ds.is_implicit_VR = True, False
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    ds.StudyInstanceUID, ds.SeriesInstanceUID = generate_uid(), generate_uid()
    h, w, c = values.shape
    ds.Rows, ds.Columns, ds.SamplesPerPixel = h, w, c
    ds.PhotometricInterpretation = "RGB" if c == 3 else "MONOCHROME2"
    if c == 3:
        ds.PlanarConfiguration = 0
    ds.BitsAllocated = 8 if bits <= 8 else 16
    ds.BitsStored, ds.HighBit, ds.PixelRepresentation = bits, bits - 1, 0
    ds.PixelData = values.astype(np.uint8 if bits <= 8 else np.uint16).tobytes()
    ds.save_as(path, write_like_original=False)

def line(out, name, stream, values, bits, signed):
    v = np.asarray(values).astype(np.int32)
    v = v.reshape(v.shape[0], v.shape[1], -1)
    assert v.min() >= -32768 and v.max() < 65536
    raw = v.astype("<i4").astype("<u2").tobytes()
    out.write(" ".join([name, str(v.shape[1]), str(v.shape[0]), str(v.shape[2]), str(bits), "s" if signed else "u",
                        base64.b64encode(stream).decode(), base64.b64encode(raw).decode()]) + "\n")

def dcmtk(out, name, w, h, c, bits, *command):
    values = made(w, h, c, bits)
    dicom("in.dcm", values, bits)
    run(*command, "in.dcm", "out.dcm")
    ds = pydicom.dcmread("out.dcm")
    pixels = ds.pixel_array
    line(out, name, defragment_data(ds.PixelData), pixels, bits, False)

def openjpeg(out, name, w, h, c, bits, signed, *options):
    values = made(w, h, c, bits, signed)
    wide = bits > 8
    options = options if "-n" in options else ("-n", "1" if w == 1 or h < 4 else "4") + options
    planes = values.transpose(2, 0, 1)
    planes.astype((">i2" if signed else ">u2") if wide else (np.int8 if signed else np.uint8)).tofile("in.raw")
    run("opj_compress", "-i", "in.raw", "-o", "out.j2k", "-F", f"{w},{h},{c},{bits},{'s' if signed else 'u'}", *options)
    run("opj_decompress", "-i", "out.j2k", "-o", "back.raw")
    back = np.fromfile("back.raw", ("<i2" if signed else "<u2") if wide else (np.int8 if signed else np.uint8))
    if signed:
        # the signs are cut off above the bits
        half = 1 << (bits - 1)
        back = ((back.astype(np.int32) & (2 * half - 1)) ^ half) - half
    line(out, name, open("out.j2k", "rb").read(), back.reshape(c, h, w).transpose(1, 2, 0), bits, signed)

target = os.path.abspath("codec_streams.txt")
with tempfile.TemporaryDirectory() as folder, open(target, "w") as out:
    os.chdir(folder)
    out.write("# name width height components bits sign, then stream and 16-bit samples in base 64\n")
    for sv in range(1, 8):
        dcmtk(out, f"lossless-sv{sv}", 23, 17, 1, 12, "dcmcjpeg", "+un", "+el", "+sv", str(sv))
    dcmtk(out, "lossless-8", 31, 19, 1, 8, "dcmcjpeg", "+un", "+e1")
    dcmtk(out, "lossless-16", 31, 19, 1, 16, "dcmcjpeg", "+un", "+e1")
    dcmtk(out, "lossless-16-sv4", 31, 19, 1, 16, "dcmcjpeg", "+un", "+el", "+sv", "4")
    dcmtk(out, "lossless-shift", 23, 17, 1, 12, "dcmcjpeg", "+un", "+e1", "+pt", "3")
    dcmtk(out, "lossless-rgb", 23, 17, 3, 8, "dcmcjpeg", "+un", "+el", "+sv", "6")
    dcmtk(out, "extended-12", 37, 29, 1, 12, "dcmcjpeg", "+un", "+ee", "+bt", "+q", "95")
    dcmtk(out, "jls-8", 31, 19, 1, 8, "dcmcjpls", "+un", "+el")
    dcmtk(out, "jls-12", 31, 19, 1, 12, "dcmcjpls", "+un", "+el")
    dcmtk(out, "jls-16", 31, 19, 1, 16, "dcmcjpls", "+un", "+el")
    dcmtk(out, "jls-near-12", 31, 19, 1, 12, "dcmcjpls", "+un", "+en", "+md", "5")
    dcmtk(out, "jls-none", 31, 19, 3, 8, "dcmcjpls", "+un", "+el", "+in")
    dcmtk(out, "jls-line", 31, 19, 3, 8, "dcmcjpls", "+un", "+el", "+il")
    dcmtk(out, "jls-sample", 31, 19, 3, 8, "dcmcjpls", "+un", "+el", "+is")
    dcmtk(out, "jls-near-sample", 31, 19, 3, 8, "dcmcjpls", "+un", "+en", "+md", "2", "+is")
    dcmtk(out, "jls-near-line", 31, 19, 3, 8, "dcmcjpls", "+un", "+en", "+md", "3", "+il")
    dcmtk(out, "jls-presets", 31, 19, 1, 8, "dcmcjpls", "+un", "+pc", "+t1", "5", "+t2", "9", "+t3", "30", "+rs", "31")
    for name, options in {
        "plain": [], "oneLevel": ["-n", "1"], "manyLevels": ["-n", "5"], "smallBlocks": ["-b", "4,8"], "tiles": ["-t", "16,11"],
        "precincts": ["-c", "[16,16],[8,8]"], "rlcp": ["-p", "RLCP", "-r", "4,2,1"], "rpcl": ["-p", "RPCL", "-c", "[16,16]", "-r", "3,1"],
        "pcrl": ["-p", "PCRL", "-c", "[16,16]"], "cprl": ["-p", "CPRL", "-c", "[16,8]"], "layers": ["-r", "8,4,2,1"],
        "markers": ["-SOP", "-EPH", "-PLT", "-TLM"], "bypass": ["-M", "1"], "reset": ["-M", "2"], "termall": ["-M", "4"], "vertical": ["-M", "8"],
        "predictable": ["-M", "16"], "symbols": ["-M", "32"], "allModes": ["-M", "63"], "tileParts": ["-TP", "R", "-t", "20,20"],
        "offset": ["-d", "5,3"], "tileOffset": ["-d", "5,3", "-T", "2,1", "-t", "14,12"], "lossy": ["-I"], "lossyRate": ["-I", "-r", "6"],
        "cut": ["-r", "5"], "region": ["-ROI", "c=0,U=5"],
        "order": ["-n", "3", "-POC", "T1=0,0,1,2,1,LRCP/T1=2,0,1,3,1,CPRL"],
    }.items():
        openjpeg(out, f"j2k-{name}", 37, 29, 1, 12, False, *options)
    openjpeg(out, "j2k-8", 37, 29, 1, 8, False)
    openjpeg(out, "j2k-16", 37, 29, 1, 16, False)
    openjpeg(out, "j2k-signed", 37, 29, 1, 16, True)
    openjpeg(out, "j2k-signed-lossy", 37, 29, 1, 12, True, "-I", "-r", "3")
    openjpeg(out, "j2k-rgb", 37, 29, 3, 8, False)
    openjpeg(out, "j2k-rgb-lossy", 37, 29, 3, 8, False, "-I", "-r", "4")
    openjpeg(out, "j2k-rgb-apart", 37, 29, 3, 8, False, "-mct", "0", "-p", "CPRL")
    openjpeg(out, "j2k-rgb-layers", 37, 29, 3, 8, False, "-r", "9,3,1", "-p", "RPCL", "-t", "20,16")
    openjpeg(out, "j2k-line", 1, 29, 1, 8, False)
    openjpeg(out, "j2k-wide", 150, 3, 1, 12, False)
