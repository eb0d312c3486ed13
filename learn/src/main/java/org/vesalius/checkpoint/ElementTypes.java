package org.vesalius.checkpoint;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.vesalius.archive.ElementType;
import org.vesalius.io.InputException;

/** Number formats under their names in safetensors and in the engine. */
final class ElementTypes {
    private ElementTypes() {}

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
