package dev.slipway.launch;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What an app's own last lines tell about why it does not start, in the words of the common
/// languages and servers.
record BootLog(List<String> lines) {
    private static final int LONGEST_QUOTE = 160;
    private static final int LONGEST_LINE = 2000;
    private static final int SECRET = 8;
    private static final int PRIVILEGED = 1024;

    private static final Pattern PASSWORD = Pattern.compile("://[^/@\\s]+@");

    private static final Pattern UNPRINTABLE =
            Pattern.compile("\u001B\\[[0-9;?]*[A-Za-z]|[\\p{Cntrl}&&[^\t]]");

    private static final Pattern TROUBLE =
            Pattern.compile(
                    "(?i)error|exception|fatal|panic|cannot|can't|could not|couldn't|failed|failure"
                            + "|not found|no such|denied|refused|unable|missing|undefined|unbound"
                            + "|not set|required|must be|invalid|killed");

    private static final Pattern STACK_FRAME = Pattern.compile("^\\s+at |^\\s+File \"|^goroutine ");

    /// Two words at least: one in capitals may be anything.
    private static final String SNAKE = "\\b(?!ERR_|E_)([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\\b";

    private static final String GIVEN =
            "(set|defined|found|provided|configured|specified|present|given|empty|blank|null|undefined|exist|available|supplied|passed)";

    private static final String ANY = "\\b([A-Z][A-Z0-9_]{2,})\\b";

    /// Where a line may name a variable that is not there.
    private static final List<Pattern> NAMED =
            Stream.of(
                            SNAKE
                                    + "\\W{0,3}(?i: environment variable| env var(iable)?| variable)?:?"
                                    + " ?(?i:(is|was|has|does|must|should|can|could|either)?( ?not| ?n't| never) (be |been )?"
                                    + GIVEN
                                    + "|(is|was) (required|missing|empty|undefined|unset|null|needed|mandatory|blank)"
                                    + "|(must|should|needs to|has to) be (an? |non|"
                                    + GIVEN
                                    + ")|unbound variable|parameter (not set|null))",
                            SNAKE + "\\W{1,3}(?i:missing|required|undefined|unset)\\W*$",
                            "(?i:missing|undefined|unset|requires?|no value for|please set|must (set|specify|provide|define)|set the|not found|not set|required key|need to set):? (?i:the )?[\"'`$({\\[]{0,3}"
                                    + SNAKE,
                            "(?i:\\benv(ironment)?[ -]?var(iable)?s?\\b)(?i:\\(s\\))?(?i: named| called)?\\W{1,4}"
                                    + ANY,
                            "KeyError: ['\"]" + ANY + "['\"]",
                            "key not found: \"" + ANY,
                            "process\\.env\\." + ANY,
                            "process\\.env\\[['\"]" + ANY,
                            "(?:os\\.environ\\[|ENV\\.fetch\\(|ENV\\[)['\"]" + ANY,
                            "(?i:placeholder) '" + ANY + "'")
                    .map(Pattern::compile)
                    .toList();

    /// One that it can do without.
    private static final Pattern HARMLESS =
            Pattern.compile(
                    "(?i)\\b(warn(ing)?|default(s|ing)?|optional|disabled|skip(ped|ping)?|ignor(ed|ing))\\b");

    private static final Pattern DENIED =
            Pattern.compile("(?i)^(?=.*(?:EACCES|permission denied))(?=.*(?:bind|listen|socket))");
    private static final Pattern PORT =
            Pattern.compile("(?<!:\\d\\d)(?::|\\bport )(\\d{1,5})\\b(?!:\\d)");
    private static final Pattern IN_USE =
            Pattern.compile("(?i)EADDRINUSE|address (?:is )?already in use");
    private static final Pattern LIBRARY =
            Pattern.compile("(?i)error (?:while )?loading shared librar(?:y|ies):? ([^ :]+)");
    private static final Pattern HEAP =
            Pattern.compile("heap out of memory|java\\.lang\\.OutOfMemoryError|^MemoryError");
    private static final Pattern OWN_SERVER =
            Pattern.compile(
                    "(?i)^(?=.*(?:ECONNREFUSED|connection refused|could ?n[o']t connect)).*?(?:127\\.0\\.0\\.1|localhost|\\[?::1\\]?)\\W{1,4}(?:(?:and accepting .*)?port )?(\\d{2,5})\\b(?!\\.)");

    /// @param text as Docker gives it
    /// @param values of its environment: those that may be secrets are left out
    static BootLog of(String text, Collection<String> values) {
        var secrets =
                values.stream()
                        .flatMap(String::lines)
                        .filter(line -> line.length() >= SECRET)
                        .toList();
        return new BootLog(
                text.lines()
                        .map(line -> UNPRINTABLE.matcher(line).replaceAll("").stripTrailing())
                        .filter(line -> !line.isBlank())
                        .map(line -> cut(without(secrets, line), LONGEST_LINE))
                        .map(line -> PASSWORD.matcher(line).replaceAll("://•••@"))
                        .toList());
    }

    private static String without(List<String> secrets, String line) {
        var clean = line;
        for (var secret : secrets) {
            clean = clean.replace(secret, "•••");
        }
        return clean;
    }

    /// The variables it says it misses, unless they are among those it has.
    Set<String> missingVariables(Set<String> has) {
        var missing = new TreeSet<String>();
        for (var line : lines) {
            if (HARMLESS.matcher(line).find()) {
                continue;
            }
            for (var pattern : NAMED) {
                var matcher = pattern.matcher(line);
                while (matcher.find()) {
                    missing.add(name(matcher));
                }
            }
        }
        missing.removeAll(has);
        return missing;
    }

    /// Each pattern has one group that begins with a capital and matched: the name.
    private static String name(Matcher matcher) {
        for (int i = 1; i <= matcher.groupCount(); i++) {
            var group = matcher.group(i);
            if (group != null && group.matches("[A-Z][A-Z0-9_]{2,}")) {
                return group;
            }
        }
        throw new IllegalStateException("no name in " + matcher.pattern());
    }

    /// The port below 1024 that it was not allowed to listen on.
    ///
    /// @param expected taken when the line names none
    Optional<Integer> deniedPort(int expected) {
        return line(DENIED)
                .map(line -> lastPort(line).orElse(expected))
                .filter(port -> port < PRIVILEGED);
    }

    private static Optional<Integer> lastPort(String line) {
        return PORT.matcher(line)
                .results()
                .map(found -> Integer.parseInt(found.group(1)))
                .reduce((_, last) -> last);
    }

    boolean saysAddressInUse() {
        return line(IN_USE).isPresent();
    }

    boolean saysHeapIsFull() {
        return line(HEAP).isPresent();
    }

    Optional<String> missingLibrary() {
        return line(LIBRARY).map(line -> group(LIBRARY, line));
    }

    /// A port of 127.0.0.1 where it found nobody: there it is alone.
    Optional<String> missedOnItself() {
        return line(OWN_SERVER).map(line -> group(OWN_SERVER, line));
    }

    /// The line that says most about what went wrong, to go at the end of a sentence.
    String quoted() {
        return line(TROUBLE)
                .or(() -> lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast()))
                .map(line -> " (its log: «%s»)".formatted(cut(line.strip(), LONGEST_QUOTE)))
                .orElse(" (its log is empty)");
    }

    private static String cut(String line, int longest) {
        return line.length() > longest ? line.substring(0, longest) + "…" : line;
    }

    /// The last one that matches and is no frame of a stack.
    private Optional<String> line(Pattern pattern) {
        return lines.reversed().stream()
                .filter(line -> !STACK_FRAME.matcher(line).find())
                .filter(line -> pattern.matcher(line).find())
                .findFirst();
    }

    private static String group(Pattern pattern, String line) {
        return pattern.matcher(line).results().findFirst().orElseThrow().group(1);
    }
}
