package org.vigie.bridge.broken.rtp;

record PacketUtils(int value) {}
