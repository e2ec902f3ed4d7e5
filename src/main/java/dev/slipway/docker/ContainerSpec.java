package dev.slipway.docker;

import dev.slipway.app.ImageRef;
import dev.slipway.app.Limits;
import java.util.Map;

/// A container to be made: everything about it is decided here, nothing by Docker's defaults.
///
/// @param network the name of the app's own network
/// @param ip its fixed address there
public record ContainerSpec(
        String name,
        ImageRef image,
        Map<String, String> env,
        Map<String, String> labels,
        String network,
        String ip,
        Limits limits) {}
