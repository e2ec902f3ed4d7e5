package dev.slipway.app;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// As much of ASN.1's encoding (X.690, 8.1) as it takes to wrap a key.
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final int LONG_FORM = 0x80;

    private Der() {}

    /// PKCS#8 (RFC 5208) is the older form of a private key after a version and the algorithm with
    /// its parameters, such as the curve: the same that stand before the bits of the public key.
    static byte[] pkcs8(byte[] key, byte[] publicKey) {
        return element(SEQUENCE, VERSION_0, firstElement(publicKey), element(OCTET_STRING, key));
    }

    /// @return the first element inside this one, whole
    private static byte[] firstElement(byte[] element) {
        var rest = ByteBuffer.wrap(element);
        readLength(rest);
        int begin = rest.position();
        int length = readLength(rest);
        return Arrays.copyOfRange(element, begin, rest.position() + length);
    }

    private static int readLength(ByteBuffer element) {
        element.get(); // the tag
        int first = Byte.toUnsignedInt(element.get());
        if (first < LONG_FORM) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < first - LONG_FORM; i++) {
            length = length << Byte.SIZE | Byte.toUnsignedInt(element.get());
        }
        return length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        var element = new ByteArrayOutputStream();
        element.write(tag);
        writeLength(element, Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (var part : parts) {
            element.writeBytes(part);
        }
        return element.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream element, int length) {
        if (length < LONG_FORM) {
            element.write(length);
            return;
        }
        int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / Byte.SIZE;
        element.write(LONG_FORM + bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            element.write(length >> (i * Byte.SIZE));
        }
    }
}
