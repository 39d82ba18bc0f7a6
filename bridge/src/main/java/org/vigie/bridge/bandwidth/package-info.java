/** What a viewer's line takes, estimated at the sender from the viewer's feedback. */
@NullMarked
package org.vigie.bridge.bandwidth;

import org.jspecify.annotations.NullMarked;
