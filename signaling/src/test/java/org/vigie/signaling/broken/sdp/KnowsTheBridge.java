package org.vigie.signaling.broken.sdp;

import org.vigie.bridge.api.Codec;

record KnowsTheBridge(Codec codec) {}
