from .ops import conv2d, deconv2d, instance_norm, lrelu
