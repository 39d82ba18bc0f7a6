package org.vigie.bridge.network;

/**
 * How a viewer behaves.
 *
 * @param rtx whether lost packets can be sent to him again
 * @param transportCc whether he tells when each packet arrived
 * @param sound whether he listens too
 * @param patient whether he waits a round trip before he asks again
 */
record ViewerHabits(boolean rtx, boolean transportCc, boolean sound, boolean patient) {}
