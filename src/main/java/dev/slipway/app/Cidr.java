package dev.slipway.app;

import java.util.regex.Pattern;

/// A network of clients, such as `10.0.0.0/8` or `2001:db8::/32` (RFC 4632, RFC 4291 section 2.3),
/// or a single address.
public record Cidr(String value) {
    private static final Pattern V4 =
            Pattern.compile(
                    "((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$|/)|(?=$|/))){4}(/(3[0-2]|[12]?\\d))?");
    private static final Pattern V6 =
            Pattern.compile(
                    "(?=.*:.*:)(?!.*::.*::)(?!.*:::)[0-9a-f:]{2,39}(/(12[0-8]|1[01]\\d|[1-9]?\\d))?");

    /// @throws Complaint when it is neither
    public Cidr {
        if (value == null || !(V4.matcher(value).matches() || V6.matcher(value).matches())) {
            throw new Complaint(
                    "Network %s is not valid: give one such as 10.0.0.0/8 or 2001:db8::/32"
                            .formatted(Complaint.quoted(value)));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
