package dev.slipway.app;

import java.util.regex.Pattern;

/// A Git branch without `refs/heads/`. The rules are those of git-check-ref-format(1), a little
/// tighter: no control or shell characters, no leading hyphen.
public record BranchName(String value) {
    private static final Pattern PATTERN =
            Pattern.compile(
                    "(?!.*(\\.\\.|//|@\\{|\\.lock(/|$)|/\\.|\\.$|/$))[A-Za-z0-9_][A-Za-z0-9_./#@+=-]{0,199}");

    public static final BranchName MAIN = new BranchName("main");

    /// @throws Complaint when Git would refuse such a branch
    public BranchName {
        Complaint.unlessMatches(
                PATTERN, value, "Branch", "give a branch name such as main or feature/login");
    }

    public String ref() {
        return "refs/heads/" + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
