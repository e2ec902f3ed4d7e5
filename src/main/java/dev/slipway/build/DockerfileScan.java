package dev.slipway.build;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Collects the names of images while it reads a Dockerfile's instructions in order.
final class DockerfileScan {
    private static final String FLAGS = "(?:--\\S+\\s+)*";
    private static final Pattern FROM =
            Pattern.compile("(?i)" + FLAGS + "(\\S+)(?:\\s+AS\\s+(\\S+))?.*", Pattern.DOTALL);
    private static final Pattern COPY_FROM = Pattern.compile("--from=(\\S+)");
    private static final Pattern MOUNT_FROM = Pattern.compile("--mount=(?:\\S*,)?from=([^\\s,]+)");
    private static final Pattern ARG =
            Pattern.compile("([A-Za-z_]\\w*)(?:=((?:\"[^\"]*\"|'[^']*'|\\\\.|[^\\s\"'\\\\])*))?");

    private final Map<String, String> args;
    private final Map<String, String> known;
    private final List<String> names = new ArrayList<>();
    private final Set<String> stages = new HashSet<>(Set.of("scratch"));
    private boolean inStage;

    DockerfileScan(Map<String, String> args) {
        this.args = args;
        this.known = new HashMap<>(args);
    }

    void instruction(DockerfileText.Instruction instruction) {
        var rest = instruction.rest();
        switch (instruction.name()) {
            case "ARG" -> arg(rest);
            case "FROM" -> from(rest);
            case "COPY" -> named(COPY_FROM, rest);
            case "RUN" -> named(MOUNT_FROM, rest);
            default -> {} // names no image, or does so in builds of others (ONBUILD)
        }
    }

    /// Only what stands before the first stage can be used in `FROM`.
    private void arg(String rest) {
        var definitions = ARG.matcher(rest);
        while (!inStage && definitions.find()) {
            var name = definitions.group(1);
            if (!args.containsKey(name) && definitions.group(2) != null) {
                known.put(name, DockerfileVariables.replaced(definitions.group(2), known));
            }
        }
    }

    private void from(String rest) {
        inStage = true;
        var from = FROM.matcher(rest);
        if (from.matches()) {
            add(DockerfileVariables.replaced(from.group(1), known));
            if (from.group(2) != null) {
                stages.add(from.group(2).toLowerCase(Locale.ROOT));
            }
        }
    }

    /// Looks at the flags only: the same text may stand in a command.
    private void named(Pattern pattern, String rest) {
        for (var word : rest.split("\\s+", 0)) {
            if (!word.startsWith("--")) {
                return;
            }
            var found = pattern.matcher(word);
            if (found.matches() || found.lookingAt()) {
                add(DockerfileVariables.replaced(found.group(1), Map.of()));
            }
        }
    }

    private void add(String name) {
        var isNumber = name.chars().allMatch(Character::isDigit);
        if (!isNumber && !stages.contains(name.toLowerCase(Locale.ROOT))) {
            names.add(name);
        }
    }

    /// In the order of the file; a name may come twice.
    Stream<String> external() {
        return names.stream();
    }
}
