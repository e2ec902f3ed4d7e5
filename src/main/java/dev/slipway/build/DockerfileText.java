package dev.slipway.build;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Dockerfile cut into instructions: continued lines joined, comments and here-documents dropped.
/// See the [reference](https://docs.docker.com/reference/dockerfile/).
record DockerfileText(List<String> lines) {
    private static final Pattern DIRECTIVE =
            Pattern.compile("\\s*#\\s*([A-Za-z][A-Za-z0-9]*)\\s*=\\s*(.+?)\\s*");
    private static final Pattern HERE_DOCUMENT =
            Pattern.compile("(?<!\\S)\\d*<<(-?)([\"']?)([A-Za-z_][A-Za-z0-9_.]*)\\2(?!\\S)");
    private static final Pattern TAKES_HERE_DOCUMENT =
            Pattern.compile("(?i)\\s*(ONBUILD\\s+)?(RUN|COPY|ADD)\\s.*", Pattern.DOTALL);

    static DockerfileText of(String text) {
        return new DockerfileText(text.replaceFirst("^\uFEFF", "").lines().toList());
    }

    /// An instruction: its name in upper case, and what follows.
    record Instruction(String name, String rest) {}

    /// The value of a directive such as `syntax`. Directives count only at the very top.
    Optional<String> directive(String name) {
        return lineOf(name).map(i -> parsed(lines.get(i)).orElseThrow().group(2));
    }

    Optional<Integer> lineOf(String name) {
        for (int i = shebang(); i < lines.size(); i++) {
            var directive = parsed(lines.get(i));
            if (directive.isEmpty()) {
                return Optional.empty();
            }
            if (directive.get().group(1).equalsIgnoreCase(name)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private int shebang() {
        return !lines.isEmpty() && lines.getFirst().startsWith("#!") ? 1 : 0;
    }

    private static Optional<Matcher> parsed(String line) {
        var matcher = DIRECTIVE.matcher(line);
        return matcher.matches() ? Optional.of(matcher) : Optional.empty();
    }

    List<Instruction> instructions() {
        var instructions = new ArrayList<Instruction>();
        var left = new ArrayDeque<>(lines);
        var escape = directive("escape").filter("`"::equals).orElse("\\");
        while (!left.isEmpty()) {
            var logical = joined(left, escape);
            if (TAKES_HERE_DOCUMENT.matcher(logical).matches()) {
                skipHereDocuments(logical, left);
            }
            var words = logical.strip().split("\\s+", 2);
            if (!words[0].isEmpty()) {
                instructions.add(
                        new Instruction(
                                words[0].toUpperCase(Locale.ROOT),
                                words.length > 1 ? words[1] : ""));
            }
        }
        return instructions;
    }

    private static String joined(Deque<String> left, String escape) {
        var logical = new StringBuilder();
        var continues = true;
        while (continues && !left.isEmpty()) {
            var line = left.removeFirst();
            var inside = !logical.isEmpty();
            if (line.stripLeading().startsWith("#")) {
                continues = inside;
                continue;
            }
            if (inside && line.isBlank()) {
                continue;
            }
            var end = line.stripTrailing();
            continues = end.endsWith(escape);
            logical.append(continues ? end.substring(0, end.length() - 1) + " " : line);
        }
        return logical.toString();
    }

    private static void skipHereDocuments(String logical, Deque<String> left) {
        var starts = HERE_DOCUMENT.matcher(logical);
        while (starts.find()) {
            var stripsTabs = !starts.group(1).isEmpty();
            var end = starts.group(3);
            while (!left.isEmpty()) {
                var line = left.removeFirst();
                if ((stripsTabs ? line.replaceFirst("^\t+", "") : line).equals(end)) {
                    break;
                }
            }
        }
    }
}
