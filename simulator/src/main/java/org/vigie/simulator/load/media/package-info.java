/**
 * What runs on the load test's media thread: the socket, cameras that send, viewers that count, and
 * the measurements. Nothing here is for another thread unless it says so.
 */
@NullMarked
package org.vigie.simulator.load.media;

import org.jspecify.annotations.NullMarked;
