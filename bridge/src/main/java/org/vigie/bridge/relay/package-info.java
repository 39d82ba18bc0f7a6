/** Which Stream feeds which viewers. */
@NullMarked
package org.vigie.bridge.relay;

import org.jspecify.annotations.NullMarked;
