package dev.slipway.docker;

import dev.slipway.app.Complaint;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A range of IPv4 addresses.
record Subnet(int network, int prefix) {
    /// 32 addresses: network, gateway, broadcast and 29 instances.
    static final int APP_PREFIX = 27;

    private static final Pattern CIDR =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    /// @throws Complaint when the text is no range such as 10.213.0.0/16
    static Subnet parse(String text) {
        var parts = CIDR.matcher(text);
        if (!parts.matches()) {
            throw new Complaint("'%s' is no IPv4 range such as 10.213.0.0/16".formatted(text));
        }
        int address = 0;
        for (int i = 1; i <= 4; i++) {
            address = address << 8 | Integer.parseInt(parts.group(i));
        }
        int prefix = Integer.parseInt(parts.group(5));
        return new Subnet(address & mask(prefix), prefix);
    }

    /// The ranges of that smaller size that it is made of, lowest first; none when it is smaller
    /// itself.
    List<Subnet> split(int smaller) {
        return smaller < prefix
                ? List.of()
                : IntStream.range(0, 1 << (smaller - prefix))
                        .mapToObj(i -> new Subnet(network + (i << (32 - smaller)), smaller))
                        .toList();
    }

    boolean overlaps(Subnet other) {
        int common = mask(Math.min(prefix, other.prefix));
        return (network & common) == (other.network & common);
    }

    String gateway() {
        return address(network + 1);
    }

    /// All but network, gateway and broadcast.
    List<String> instanceAddresses() {
        return IntStream.range(2, (1 << (32 - prefix)) - 1)
                .mapToObj(i -> address(network + i))
                .toList();
    }

    @Override
    public String toString() {
        return address(network) + "/" + prefix;
    }

    private static int mask(int prefix) {
        return prefix == 0 ? 0 : -1 << (32 - prefix);
    }

    private static String address(int number) {
        return "%d.%d.%d.%d"
                .formatted(number >>> 24, number >>> 16 & 255, number >>> 8 & 255, number & 255);
    }
}
