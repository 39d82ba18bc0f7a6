/** What drives the bridge: ids, typed specs, commands, events and statistics. */
@NullMarked
package org.vigie.bridge.api;

import org.jspecify.annotations.NullMarked;
