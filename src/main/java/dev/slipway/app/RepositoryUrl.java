package dev.slipway.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/// Where an app's source is fetched from: an absolute `http`, `https` or `file` URL. Hosts on
/// loopback and private networks are allowed, for people host their Git at home; link-local
/// addresses are not, for cloud hosts serve their credentials there.
public record RepositoryUrl(String value) {
    private static final Set<String> SCHEMES = Set.of("http", "https", "file");
    private static final Set<String> METADATA_HOSTS =
            Set.of("metadata", "metadata.google.internal", "instance-data", "[fd00:ec2::254]");

    /// @throws Complaint when the URL cannot be parsed, has another scheme or a forbidden host
    public RepositoryUrl {
        if (value == null || value.length() > 2048) {
            throw new Complaint("Repository is missing or longer than 2048 characters");
        }
        var uri = parse(value);
        var scheme = uri.getScheme();
        if (scheme == null || !SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
            throw new Complaint(
                    "Repository %s is not valid: give an http, https or file URL"
                            .formatted(Complaint.quoted(value)));
        }
        if (!scheme.equals("file")) {
            refuseForbiddenHost(uri, value);
        }
    }

    private static URI parse(String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException e) {
            throw new Complaint(
                    "Repository %s is not a URL: %s"
                            .formatted(Complaint.quoted(value), e.getReason()));
        }
    }

    private static void refuseForbiddenHost(URI uri, String value) {
        var host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (host.isEmpty()) {
            throw new Complaint("Repository %s names no host".formatted(Complaint.quoted(value)));
        }
        if (host.startsWith("169.254.")
                || host.startsWith("[fe80:")
                || METADATA_HOSTS.contains(host)) {
            throw new Complaint(
                    "Repository host %s is a link-local or metadata address and is never fetched from"
                            .formatted(host));
        }
    }

    public boolean isFile() {
        return value.startsWith("file:");
    }

    /// The URL without its user part, for logs and answers: passwords are often kept there.
    @Override
    public String toString() {
        return value.replaceFirst("//[^/@]*@", "//");
    }
}
