/// From the source of a commit to an image. What is pure here (the rules of `.dockerignore`, what a
/// Dockerfile refers to) takes text and gives values; imports `app` and `java.*` only.
@NullMarked
package dev.slipway.build;

import org.jspecify.annotations.NullMarked;
