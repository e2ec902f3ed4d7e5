package dev.slipway.nginx;

import dev.slipway.config.EngineConfig;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;
import java.util.regex.Pattern;

/// `nginx/nginx.conf`. `edge` is the directory that all generations share, `directory` that of this
/// one, `generation` its name; `tlsListens` and `grpcListens` are empty when nothing is served
/// there.
@CheckedTemplate(basePath = "nginx", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record Nginx(
        String edge,
        String directory,
        String socket,
        List<String> listens,
        List<String> tlsListens,
        List<String> grpcListens,
        EngineConfig.Edge.Parking parking,
        String generation)
        implements TemplateInstance {
    /// The template puts values between double quotes; `$` would name a variable there.
    private static final Pattern QUOTABLE = Pattern.compile("[^\\p{Cntrl}\"'{};$\\\\]*");

    Nginx {
        quotable(edge);
        quotable(directory);
        quotable(socket);
        listens.forEach(Nginx::quotable);
        tlsListens.forEach(Nginx::quotable);
        grpcListens.forEach(Nginx::quotable);
        quotable(generation);
    }

    /// @return the value, fit to stand between double quotes in an Nginx configuration
    /// @throws IllegalArgumentException when it holds a line break, brace, quote, semicolon,
    ///   backslash or dollar sign
    static String quotable(String value) {
        if (!QUOTABLE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'%s' cannot stand in the proxy's configuration: line breaks and any of \"'{};$\\ are not allowed"
                            .formatted(value.replaceAll("\\p{Cntrl}", "?")));
        }
        return value;
    }
}
