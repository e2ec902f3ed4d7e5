package dev.slipway.graal;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.UnixDomainSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeReflection;

/// Registers what Jackson and JGit do by reflection. Each entry was found by running without it.
public final class NativeReflection implements Feature {
    private static final String JGIT_TEXT = "org.eclipse.jgit.internal.JGitText";

    /// Jackson builds and reads these: Docker's answers, our commands, the user's Docker
    /// configuration.
    private static final List<String> DOCKER_MODELS =
            List.of(
                    "com.github.dockerjava.api.model.",
                    "com.github.dockerjava.api.command.",
                    "com.github.dockerjava.core.command.",
                    "com.github.dockerjava.core.exec.",
                    "com.github.dockerjava.core.DockerConfigFile",
                    "com.github.dockerjava.core.DockerContextMetaFile");

    @Override
    public String getDescription() {
        return "What Jackson and JGit do by reflection";
    }

    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        eachClass(access, "slipway-runner.jar", NativeReflection::isOurs, NativeReflection::record);
        eachClass(access, "docker-java-", NativeReflection::isDockerModel, NativeReflection::all);
        eachClass(access, "org.eclipse.jgit", NativeReflection::isJGit, NativeReflection::values);
        all(
                requireNonNull(
                        access.findClassByName(
                                JGIT_TEXT))); // its fields are filled from the message bundle
        unixSockets();
    }

    private static boolean isOurs(String name) {
        return name.startsWith("dev.slipway.");
    }

    private static boolean isDockerModel(String name) {
        return DOCKER_MODELS.stream().anyMatch(name::startsWith);
    }

    private static boolean isJGit(String name) {
        return name.startsWith("org.eclipse.jgit.") && !name.contains(".ssh.");
    }

    /// Bodies, answers, events and the stored configuration are records. Quarkus registers those
    /// that a resource method names, not those inside a Response, an event or a column.
    private static void record(Class<?> type) {
        if (type.isRecord()) {
            all(type);
            RuntimeReflection.registerAllRecordComponents(type);
        }
    }

    private static void all(Class<?> type) {
        RuntimeReflection.register(type);
        RuntimeReflection.register(type.getDeclaredConstructors());
        RuntimeReflection.register(type.getDeclaredMethods());
        RuntimeReflection.register(type.getDeclaredFields());
    }

    /// JGit reads enums out of Git's configuration by their `values()`.
    private static void values(Class<?> type) {
        if (type.isEnum()) {
            RuntimeReflection.register(type);
            RuntimeReflection.register(method(type, "values"));
        }
    }

    /// docker-java's transport still runs on Java 8 and asks for this class by name.
    private static void unixSockets() {
        RuntimeReflection.register(UnixDomainSocketAddress.class);
        RuntimeReflection.register(method(UnixDomainSocketAddress.class, "of", String.class));
    }

    private static Method method(Class<?> type, String name, Class<?>... takes) {
        try {
            return type.getMethod(name, takes);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no " + name, e);
        }
    }

    private static void eachClass(
            BeforeAnalysisAccess access,
            String jarName,
            Predicate<String> wanted,
            Consumer<Class<?>> use) {
        for (var path : access.getApplicationClassPath()) {
            if (path.getFileName().toString().contains(jarName)) {
                try (var jar = new JarFile(path.toFile())) {
                    Collections.list(jar.entries()).stream()
                            .map(entry -> entry.getName())
                            .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF"))
                            .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                            .filter(wanted)
                            .map(access::findClassByName)
                            .filter(type -> type != null)
                            .forEach(use);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
