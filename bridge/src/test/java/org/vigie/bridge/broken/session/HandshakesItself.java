package org.vigie.bridge.broken.session;

import org.bouncycastle.tls.DTLSTransport;

record HandshakesItself(DTLSTransport transport) {}
