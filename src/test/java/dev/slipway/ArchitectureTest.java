package dev.slipway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What may know what.
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.slipway");

    private static final String[] STAGES = {
        "dev.slipway.webhook..",
        "dev.slipway.build..",
        "dev.slipway.launch..",
        "dev.slipway.route..",
        "dev.slipway.heal.."
    };

    @Test
    void the_vocabulary_knows_nothing_but_java() {
        classes()
                .that()
                .resideInAPackage("dev.slipway.app..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.slipway.app..", "java..", "javax.crypto..", "org.jspecify..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "com.github.dockerjava.., dev.slipway.docker..",
        "com.google.protobuf.., dev.slipway.docker..",
        "org.eclipse.jgit.., dev.slipway.git..",
        "org.shredzone.acme4j.., dev.slipway.acme..",
        "io.quarkus.mailer.., dev.slipway.notify..",
        "java.sql.., dev.slipway.store..",
        "io.vertx.core.eventbus.., dev.slipway.pipeline.."
    })
    void a_library_is_known_only_to_its_boundary(String library, String boundary) {
        noClasses()
                .that()
                .resideOutsideOfPackage(boundary)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook", "build", "launch", "route", "heal"})
    void stages_meet_only_in_events_and_values(String stage) {
        var own = "dev.slipway." + stage + "..";
        var others =
                java.util.Arrays.stream(STAGES).filter(s -> !s.equals(own)).toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(CLASSES);
    }

    @Test
    void nobody_knows_the_faces() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.slipway.api..", "dev.slipway.dashboard..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.slipway.api..", "dev.slipway.dashboard..")
                .check(CLASSES);
    }

    @Test
    void stages_do_not_know_that_they_are_drilled() {
        noClasses()
                .that()
                .resideInAnyPackage(STAGES)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.slipway.drill..")
                .check(CLASSES);
    }

    @Test
    void packages_form_no_circle() {
        slices().matching("dev.slipway.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
