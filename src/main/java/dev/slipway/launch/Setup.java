package dev.slipway.launch;

import java.util.List;
import java.util.Set;

/// What the container of an instance was made of.
///
/// @param programs what it runs and, if that is a shell, what the shell is told to run
/// @param imageArchitecture and `machine`: as Go calls them
/// @param user empty for root
/// @param variables the names of its environment
record Setup(
        List<Program> programs,
        String imageArchitecture,
        String machine,
        String user,
        Set<String> variables) {

    boolean isOfRoot() {
        return user.isEmpty() || user.split(":", 2)[0].matches("root|0");
    }
}
