package dev.slipway.launch;

import dev.slipway.app.Release;
import dev.slipway.docker.ContainerState;
import dev.slipway.docker.Containers;
import dev.slipway.docker.Containers.Command;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.docker.Images;
import dev.slipway.launch.BootDoctor.Symptoms;
import dev.slipway.pipeline.Pause;
import dev.slipway.probe.Answer;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Collects, from outside, what tells why an instance did not become ready, for the doctor to
/// judge. What Docker does not tell, the diagnosis goes without.
@Singleton
class BootExamination {
    private static final int LOG_LINES = 200;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
    private static final double BUSY_PERCENT = 20;
    private static final Duration BETWEEN_READINGS = Duration.ofSeconds(1);
    private static final Duration LATEST_MARK = Duration.ofMillis(300);

    private static final Pattern SHELL = Pattern.compile("(.*/)?(sh|ash|bash|dash)");

    /// The file that a shell is told to run, if it begins with one: `exec /app/serve --quiet`.
    private static final Pattern COMMAND =
            Pattern.compile("^\\s*(?:exec\\s+)?([\\w.-]*(?:/[\\w.-]+)+)(?=\\s|$)");

    /// Docker's own, for images that set none.
    private static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Containers containers;
    private final Images images;
    private final Listeners listeners;
    private final Clock clock;

    BootExamination(Containers containers, Images images, Listeners listeners, Clock clock) {
        this.containers = containers;
        this.images = images;
        this.listeners = listeners;
        this.clock = clock;
    }

    /// Of one that ended, or was not ready in time.
    String diagnose(
            ReadinessWait.Subject subject, ContainerState seen, Answer answer, Duration waited) {
        var container = subject.container();
        if (!subject.patient() && !seen.isRunning()) {
            quiet(container);
        }
        var state = marked(seen, () -> told(() -> containers.find(container), Optional.empty()));
        var listening = listeners.of(state.pid());
        return BootDoctor.diagnose(
                new Symptoms(
                        subject.ports(),
                        state,
                        listening,
                        answer,
                        setup(container, subject.release()),
                        BootLog.of(
                                told(() -> containers.logTail(container, LOG_LINES), ""),
                                subject.release().config().env().variables().values()),
                        state.isRunning() && listening.isEmpty()
                                ? progress(container, waited)
                                : Optional.empty(),
                        waited,
                        subject.release().config().limits().memoryMb()));
    }

    /// Docker hears a moment after the end that there was no memory left: until then it looks as if
    /// somebody had killed it.
    static ContainerState marked(ContainerState seen, Supplier<Optional<ContainerState>> again) {
        if (seen.exitCode() != ContainerState.KILLED || seen.outOfMemory()) {
            return seen;
        }
        Pause.of(LATEST_MARK);
        return again.get().filter(later -> !later.isRunning() && later.outOfMemory()).orElse(seen);
    }

    /// One that ends again and again keeps Docker busy with its starts, and is of no use any more.
    private void quiet(String container) {
        try {
            containers.stop(container, Duration.ZERO);
        } catch (DockerTrouble e) {
            Log.warnf("container is still started again and again: %s", e.getMessage());
        }
    }

    /// Of one that Docker refused to make or to start; empty when that is not the app's fault.
    Optional<String> diagnose(DockerTrouble refusal, Release release, String container) {
        return RefusalDoctor.diagnose(
                String.valueOf(refusal.getMessage()),
                setup(container, release),
                release.config().limits().memoryMb());
    }

    private Setup setup(String container, Release release) {
        return told(
                () -> seenSetup(container, release),
                new Setup(List.of(), "", "", "", release.config().env().variables().keySet()));
    }

    private Setup seenSetup(String container, Release release) {
        var command = containers.command(container);
        return new Setup(
                command.map(c -> programs(container, c)).orElse(List.of()),
                images.find(release.image()).map(Images.Image::architecture).orElse(""),
                images.hostArchitecture(),
                command.map(Command::user).orElse(""),
                command.map(c -> c.env().keySet())
                        .orElse(release.config().env().variables().keySet()));
    }

    private List<Program> programs(String container, Command command) {
        var reader =
                new ProgramReader(path -> containers.file(container, path, ProgramReader.HEAD));
        var path = command.env().getOrDefault("PATH", DEFAULT_PATH);
        return Stream.concat(
                        Stream.of(command.words().getFirst()),
                        toldToShell(command.words()).stream())
                .map(word -> reader.find(word, Path.of("/", command.folder()), path))
                .toList();
    }

    private static Optional<String> toldToShell(List<String> words) {
        return words.size() > 2
                        && SHELL.matcher(words.get(0)).matches()
                        && words.get(1).equals("-c")
                ? COMMAND.matcher(words.get(2)).results().map(found -> found.group(1)).findFirst()
                : Optional.empty();
    }

    private Optional<String> progress(String container, Duration waited) {
        var half = waited.dividedBy(2);
        var recent = half.compareTo(LONGEST_SILENCE) < 0 ? half : LONGEST_SILENCE;
        var since = clock.instant().minus(recent);
        if (!told(() -> containers.logTail(container, LOG_LINES, since), "").isBlank()) {
            return Optional.of("its log goes on");
        }
        return told(() -> cpuPercent(container), Optional.<Double>empty())
                .filter(percent -> percent >= BUSY_PERCENT)
                .map("it uses %.0f %% of a core"::formatted);
    }

    private Optional<Double> cpuPercent(String container) {
        var before = containers.reading(container);
        Pause.of(BETWEEN_READINGS);
        return before.flatMap(earlier ->
                containers.reading(container).map(later -> later.cpuPercentSince(earlier)));
    }

    /// Half a diagnosis is worth more than Docker's reason not to give the other half.
    private static <T> T told(Supplier<T> look, T otherwise) {
        try {
            return look.get();
        } catch (DockerTrouble e) {
            Log.warnf("diagnosis without all evidence: %s", e.getMessage());
            return otherwise;
        }
    }
}
