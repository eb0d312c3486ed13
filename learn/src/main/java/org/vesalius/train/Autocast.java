package org.vesalius.train;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.vesalius.tensor.Device;

/** The engine's automatic mixed precision, for the length of a block. */
final class Autocast implements AutoCloseable {
    private final DeviceType device;
    private final boolean on;

    private Autocast(DeviceType device, boolean on) {
        this.device = device;
        this.on = on;
        if (on) {
            torch.set_autocast_dtype(device, ScalarType.BFloat16);
            torch.set_autocast_enabled(device, true);
        }
    }

    static Autocast of(Plan.Precision precision, Device device) {
        return new Autocast(device == Device.CUDA ? DeviceType.CUDA : DeviceType.CPU, precision == Plan.Precision.BF16);
    }

    @Override
    public void close() {
        if (on) {
            torch.set_autocast_enabled(device, false);
            torch.clear_cache();
        }
    }
}
