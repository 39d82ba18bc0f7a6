package org.vigie.signaling.settings.live;

import java.util.Optional;

/**
 * What somebody wants changed.
 *
 * @param scope for whom
 * @param key what
 * @param value to what; empty takes away what was set there, so that the next scope counts
 */
public record Change(Scope scope, LiveKey key, Optional<LiveValue> value) {}
