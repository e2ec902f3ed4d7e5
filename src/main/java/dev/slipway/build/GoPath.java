package dev.slipway.build;

import java.util.ArrayDeque;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Paths and globs as Go's `path/filepath` sees them, for Docker is written in Go.
final class GoPath {
    private static final String LITERAL_IN_REGEX = "\\.+()|{}$^*?[]&~#-";

    private GoPath() {}

    /// Go's `filepath.Clean`: no `.`, no double or trailing slash, `..` resolved where it can be.
    static String clean(String path) {
        var rooted = path.startsWith("/");
        var parts = new ArrayDeque<String>();
        for (var part : path.split("/", 0)) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".") && !(rooted && part.equals(".."))) {
                parts.add(part);
            }
        }
        var joined = String.join("/", parts);
        return rooted ? "/" + joined : joined.isEmpty() ? "." : joined;
    }

    /// A Docker glob as a regular expression for whole paths.
    ///
    /// @throws PatternSyntaxException when Go's `filepath.Match` would refuse it
    static Pattern glob(String glob) {
        var regex = new StringBuilder();
        int i = 0;
        while (i < glob.length()) {
            i =
                    switch (glob.charAt(i)) {
                        case '*' -> star(glob, i, regex);
                        case '[' -> set(glob, i, regex);
                        case '\\' -> escaped(glob, i, regex);
                        case '?' -> {
                            regex.append("[^/]");
                            yield i + 1;
                        }
                        default -> {
                            literal(glob.charAt(i), regex);
                            yield i + 1;
                        }
                    };
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /// `*` stays within a path element; `**` does not, and `**/` matches nothing as well.
    private static int star(String glob, int at, StringBuilder regex) {
        if (!glob.startsWith("**", at)) {
            regex.append("[^/]*");
            return at + 1;
        }
        int next = at + 2;
        if (next < glob.length() && glob.charAt(next) == '/') {
            next++;
        }
        regex.append(next == glob.length() ? ".*" : "(.*/)?");
        return next;
    }

    private static int set(String glob, int at, StringBuilder regex) {
        regex.append('[');
        int i = at + 1;
        if (i < glob.length() && glob.charAt(i) == '^') {
            regex.append("^/");
            i++;
        }
        int first = i;
        for (; i < glob.length(); i++) {
            var c = glob.charAt(i);
            if (c == ']' && i > first) {
                regex.append(']');
                return i + 1;
            }
            i = member(glob, i, regex);
        }
        throw new PatternSyntaxException("a '[' is not closed", glob, at);
    }

    private static int member(String glob, int at, StringBuilder regex) {
        var c = glob.charAt(at);
        if (c == '-') {
            regex.append('-');
            return at;
        }
        return c == '\\' ? escaped(glob, at, regex) - 1 : plain(c, at, regex);
    }

    private static int plain(char c, int at, StringBuilder regex) {
        literal(c, regex);
        return at;
    }

    private static int escaped(String glob, int at, StringBuilder regex) {
        if (at + 1 == glob.length()) {
            throw new PatternSyntaxException("nothing follows the last backslash", glob, at);
        }
        literal(glob.charAt(at + 1), regex);
        return at + 2;
    }

    private static void literal(char c, StringBuilder regex) {
        if (LITERAL_IN_REGEX.indexOf(c) >= 0) {
            regex.append('\\');
        }
        regex.append(c);
    }
}
