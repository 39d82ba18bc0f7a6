package org.vigie.bridge.broken.api;

import org.vigie.bridge.broken.buffer.AboveApi;

record UsesAPackageAbove(AboveApi above) {}
