package org.vigie.bridge.broken.buffer;

/** Something above {@code api}. */
public final class AboveApi {}
