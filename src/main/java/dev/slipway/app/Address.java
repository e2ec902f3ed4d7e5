package dev.slipway.app;

import java.util.regex.Pattern;

/// Where an instance listens, as seen from the host: an IPv4 address in the app's own network, and
/// a TCP port.
public record Address(String ip, int port) {
    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

    /// @throws Complaint when the address is no IPv4 address or the port is out of range
    public Address {
        Complaint.unlessMatches(IPV4, ip, "Address", "give an IPv4 address");
        Complaint.unlessWithin(1, 65_535, port, "Port");
    }

    @Override
    public String toString() {
        return ip + ":" + port;
    }
}
