package org.vigie.bridge.broken.stray;

record HasNoPlace(int value) {}
