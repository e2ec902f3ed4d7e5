package dev.slipway.build;

import dev.slipway.app.Complaint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Which files of the build context are sent to Docker. The rules are those of
/// [moby/patternmatcher](https://github.com/moby/patternmatcher) and of the
/// [documentation](https://docs.docker.com/build/concepts/context/#dockerignore-files): Go's
/// `filepath.Match` per path element, `**` for any number of them, `!` brings back, the last rule
/// that matches a path or one of its folders wins.
public record DockerIgnore(List<Rule> rules, Set<String> always) implements Predicate<String> {
    public DockerIgnore {
        rules = List.copyOf(rules);
        always = Set.copyOf(always);
    }

    /// Excludes, or brings back, what the pattern matches.
    record Rule(Pattern pattern, boolean includes) {
        boolean matchesPathOrFolderOf(String path) {
            if (pattern.matcher(path).matches()) {
                return true;
            }
            for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                if (pattern.matcher(path.substring(0, slash)).matches()) {
                    return true;
                }
            }
            return false;
        }
    }

    /// @param dockerfile its path in the context: it and the `.dockerignore` are always sent, for
    ///   Docker reads them there
    /// @throws Complaint naming the line with a pattern that Docker would refuse
    public static DockerIgnore parse(String text, String dockerfile) {
        var rules = new ArrayList<Rule>();
        var lines = text.replaceFirst("^\uFEFF", "").lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (!line.startsWith("#") && !line.isBlank()) {
                rules.add(rule(line.strip(), i + 1));
            }
        }
        return new DockerIgnore(rules, Set.of(".dockerignore", GoPath.clean(dockerfile)));
    }

    private static Rule rule(String line, int number) {
        var includes = line.startsWith("!");
        var glob = includes ? line.substring(1).strip() : line;
        if (glob.isEmpty()) {
            throw new Complaint(".dockerignore line %d: '!' names no file".formatted(number));
        }
        var clean = GoPath.clean(glob);
        var relative = clean.length() > 1 && clean.startsWith("/") ? clean.substring(1) : clean;
        try {
            return new Rule(GoPath.glob(relative), includes);
        } catch (PatternSyntaxException e) {
            throw new Complaint(
                    ".dockerignore line %d: pattern '%s' is not valid: %s"
                            .formatted(number, line, e.getDescription()));
        }
    }

    /// Whether a file is sent.
    ///
    /// @param path relative to the context, with slashes
    @Override
    public boolean test(String path) {
        var included = true;
        for (var rule : rules) {
            if (rule.includes() != included && rule.matchesPathOrFolderOf(path)) {
                included = rule.includes();
            }
        }
        return included || always.contains(path);
    }
}
