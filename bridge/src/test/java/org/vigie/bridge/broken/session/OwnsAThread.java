package org.vigie.bridge.broken.session;

record OwnsAThread(Thread thread) {}
