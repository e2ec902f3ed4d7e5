package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.ImageRef;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileImagesTest {
    /// Dockerfile (lines split by `|`), and the images it needs.
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            delimiter = ';',
            textBlock =
                    """
                    FROM nginx                                            ; nginx
                    from nginx:1.27 as web                                ; nginx:1.27
                    FROM --platform=linux/amd64 nginx AS a                ; nginx
                    FROM --platform=$BUILDPLATFORM nginx                  ; nginx
                    FROM scratch                                          ; ^^
                    FROM node AS build|FROM build|FROM nginx              ; node nginx
                    FROM node AS Build|FROM build                         ; node
                    FROM alpine AS alpine|FROM alpine                     ; alpine
                    FROM node|COPY --from=0 /a /b                         ; node
                    FROM node AS b|FROM nginx|COPY --from=b /a /b         ; node nginx
                    FROM nginx|COPY --from=busybox:1 /bin/sh /sh          ; nginx busybox:1
                    FROM nginx|COPY --chown=1:1 --from=busybox /a /b      ; nginx busybox
                    FROM nginx|COPY --link --from=scratch /a /b           ; nginx
                    FROM nginx|COPY a --from=not-a-flag                   ; nginx
                    FROM nginx|RUN --mount=from=busybox,target=/b ls      ; nginx busybox
                    FROM nginx|RUN --mount=type=bind,from=go:1 --mount=type=bind,from=x,source=/ ls ; nginx go:1 x
                    FROM nginx|RUN --mount=type=cache,target=/c ls        ; nginx
                    FROM nginx|RUN echo --mount=from=no                   ; nginx
                    ARG V=1.27|FROM nginx:$V                              ; nginx:1.27
                    ARG V=1.27|FROM nginx:${V}-alpine                     ; nginx:1.27-alpine
                    ARG V="1.27"|FROM nginx:$V                            ; nginx:1.27
                    ARG V='1.27' I=nginx|FROM ${I}:${V}                   ; nginx:1.27
                    ARG A=1|ARG B=$A.2|FROM nginx:$B                      ; nginx:1.2
                    ARG V|FROM nginx:${V:-9}                              ; nginx:9
                    ARG V=|FROM nginx${V:+:x}                             ; nginx
                    ARG V=1|FROM nginx${V:+:x}                            ; nginx:x
                    ARG V=1|FROM nginx${V+:$V}                            ; nginx:1
                    FROM nginx:${V-${W:-3}}                               ; nginx:3
                    ARG GIVEN=1|FROM nginx:$GIVEN                         ; nginx:from-args
                    ARG GIVEN|FROM nginx:$GIVEN                           ; nginx:from-args
                    FROM nginx|ARG I=node|FROM $I                         ; nginx
                    FROM $UNKNOWN                                         ; ^^
                    FROM \\|  nginx \\|  AS web                            ; nginx
                    FROM \\|# a comment|  nginx                           ; nginx
                    FROM \\||  nginx                                      ; nginx
                    ^# FROM no|FROM nginx # not a comment^ ; nginx
                    ^# escape=`|FROM `|nginx|RUN dir c:\\|FROM node^ ; nginx node
                    FROM nginx|RUN <<EOF|FROM no|EOF|FROM node            ; nginx node
                    FROM nginx|RUN <<-'EOF' cat|FROM no|\tEOF|FROM node   ; nginx node
                    FROM nginx|COPY <<A <<B /x|FROM a|A|FROM b|B|FROM node; nginx node
                    FROM nginx|RUN cat <<<EOF|FROM node                   ; nginx node
                    FROM nginx|RUN echo $((1<<EOF))|FROM node             ; nginx node
                    FROM ghcr.io/me/app:1@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; ghcr.io/me/app:1@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                    FROM localhost:5000/a|FROM nginx|FROM nginx           ; localhost:5000/a nginx
                    FROM Not:Valid:At:All|FROM nginx                      ; nginx
                    FROM                                                  ; ^^
                    """)
    void images_are_found(String dockerfile, String images) {
        var text = dockerfile.replace('|', '\n').replace("\\t", "\t");
        var found = DockerfileImages.of(text, Map.of("GIVEN", "from-args")).images();
        assertThat(found.stream().map(ImageRef::value).collect(Collectors.joining(" ")))
                .isEqualTo(images);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# syntax=docker/dockerfile:1\nFROM nginx\n",
                "#syntax = docker/dockerfile:1  \nFROM nginx\n",
                "\uFEFF# SYNTAX=docker/dockerfile:1\r\nFROM nginx\r\n",
                "# escape=`\n# syntax=docker/dockerfile:1\nFROM nginx\n",
                "#!/usr/bin/env x\n# syntax=docker/dockerfile:1\nFROM nginx\n",
            })
    void the_syntax_image_is_kept_apart_and_its_line_can_be_dropped(String dockerfile) {
        var images = DockerfileImages.of(dockerfile, Map.of());
        assertThat(images.syntax()).contains(new ImageRef("docker/dockerfile:1"));
        assertThat(images.images()).containsExactly(new ImageRef("nginx"));
        var without = DockerfileImages.withoutSyntax(dockerfile);
        assertThat(without).doesNotContainIgnoringCase("syntax").endsWith("FROM nginx\n");
        assertThat(DockerfileImages.of(without, Map.of()).syntax()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM nginx\n# syntax=docker/dockerfile:1\n",
                "# a comment\n# syntax=docker/dockerfile:1\nFROM nginx",
                "\n# syntax=docker/dockerfile:1\nFROM nginx",
            })
    void a_syntax_line_counts_only_at_the_top(String dockerfile) {
        assertThat(DockerfileImages.of(dockerfile, Map.of()).syntax()).isEmpty();
        assertThat(DockerfileImages.withoutSyntax(dockerfile)).isSameAs(dockerfile);
    }

    @Test
    void other_directives_stay() {
        var text = "# syntax=docker/dockerfile:1\n# escape=`\nFROM nginx\n";
        assertThat(DockerfileImages.withoutSyntax(text)).isEqualTo("# escape=`\nFROM nginx\n");
    }
}
