/** The configuration file and its keys. */
@NullMarked
package org.vigie.signaling.settings;

import org.jspecify.annotations.NullMarked;
