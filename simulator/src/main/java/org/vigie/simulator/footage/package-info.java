/**
 * What a simulated camera shows: an MP4 file with H.264 pictures and, if it has any, Opus sound.
 * {@link org.vigie.simulator.footage.Footage} is the immutable content, shared by any number of
 * cameras; {@link org.vigie.simulator.footage.Playback} is one camera's endless walk through it.
 */
@NullMarked
package org.vigie.simulator.footage;

import org.jspecify.annotations.NullMarked;
