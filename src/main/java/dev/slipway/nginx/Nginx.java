package dev.slipway.nginx;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;
import java.util.regex.Pattern;

/// `nginx/nginx.conf`. Made by [#of], which lets nothing through that could end a directive.
@CheckedTemplate(basePath = "nginx", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record Nginx(String directory, List<String> listens, String generation)
        implements TemplateInstance {
    /// The template puts values between double quotes; `$` would name a variable there.
    private static final Pattern QUOTABLE = Pattern.compile("[^\\p{Cntrl}\"'{};$\\\\]*");

    static Nginx of(String directory, List<String> listens, String generation) {
        return new Nginx(
                quotable(directory),
                listens.stream().map(Nginx::quotable).toList(),
                quotable(generation));
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
