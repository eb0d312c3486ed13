package org.vesalius.checkpoint;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.vesalius.archive.ElementType;
import org.vesalius.io.InputException;

/** Number formats under their names in safetensors and in the engine. */
final class ElementTypes {
    private ElementTypes() {}

    static ElementType named(String what, String name) {
        return switch (name) {
            case "F16" -> ElementType.FLOAT16;
            case "BF16" -> ElementType.BFLOAT16;
            case "F32" -> ElementType.FLOAT32;
            case "F64" -> ElementType.FLOAT64;
            case "I8" -> ElementType.INT8;
            case "I16" -> ElementType.INT16;
            case "I32" -> ElementType.INT32;
            case "I64" -> ElementType.INT64;
            case "U8" -> ElementType.UINT8;
            case "BOOL" -> ElementType.BOOL;
            default ->
                throw InputException.of(
                        what,
                        "F16, BF16, F32, F64, I8 to I64, U8 or BOOL",
                        "type '" + name.replaceAll("\\W", "?") + "'",
                        "convert it before loading");
        };
    }

    static String name(ElementType type) {
        return switch (type) {
            case FLOAT16 -> "F16";
            case BFLOAT16 -> "BF16";
            case FLOAT32 -> "F32";
            case FLOAT64 -> "F64";
            case INT8 -> "I8";
            case INT16 -> "I16";
            case INT32 -> "I32";
            case INT64 -> "I64";
            case UINT8 -> "U8";
            case BOOL -> "BOOL";
        };
    }

    static ScalarType engine(ElementType type) {
        return switch (type) {
            case FLOAT16 -> ScalarType.Half;
            case BFLOAT16 -> ScalarType.BFloat16;
            case FLOAT32 -> ScalarType.Float;
            case FLOAT64 -> ScalarType.Double;
            case INT8 -> ScalarType.Char;
            case INT16 -> ScalarType.Short;
            case INT32 -> ScalarType.Int;
            case INT64 -> ScalarType.Long;
            case UINT8 -> ScalarType.Byte;
            case BOOL -> ScalarType.Bool;
        };
    }

    static ElementType of(String name, Tensor tensor) {
        ScalarType type = tensor.scalar_type();
        for (ElementType candidate : ElementType.values()) {
            if (engine(candidate).intern() == type.intern()) {
                return candidate;
            }
        }
        throw InputException.of(
                name,
                "a number format that safetensors has",
                type.intern() + "",
                "convert the tensor before saving it");
    }
}
