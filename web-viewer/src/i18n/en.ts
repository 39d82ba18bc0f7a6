/** The English words, and with their keys the list of what there is to translate. */
export const en = {
  'app.name': 'Vigie',
  'app.tagline': 'Live pictures from body cameras',
  'app.back': 'All cameras',
  'app.signOut': 'Sign out',
  'app.language': 'Language',
  'app.retry': 'Try again',
  'app.copy': 'Copy',
  'app.copied': 'Copied',
  'app.close': 'Close',
  'app.cancel': 'Cancel',
  'app.unreachable': 'The relay cannot be reached',
  'app.unreachable.text': 'This page keeps trying. What you see here may be out of date.',

  'token.title': 'Sign in',
  'token.text': 'Enter the token you were given, or open the link that contains it.',
  'token.label': 'Token',
  'token.submit': 'Sign in',
  'token.bad':
    'The relay does not accept this token. Check that it was copied whole, or ask for a new one.',
  'token.malformed': 'A token holds no spaces and no accents. Copy it again, whole.',
  'token.where':
    'The first operator’s token is in the file operator-token in the relay’s data folder; the relay also prints it in its “Vigie is ready” link.',

  'role.operator': 'Operator',
  'role.viewer': 'Viewer',
  'role.camera': 'Camera',

  'cameras.title': 'Cameras',
  'cameras.count': '{live} of {all} live',
  'cameras.loading': 'Loading the cameras',
  'cameras.watch': 'Watch {name}',
  'cameras.viewers.none': 'Nobody watches',
  'cameras.viewers.one': '1 viewer',
  'cameras.viewers.many': '{n} viewers',
  'cameras.since': 'for {time}',
  'cameras.lastPacket': 'Last packet {time} ago',
  'cameras.remove': 'Remove {name}',
  'cameras.remove.confirm':
    'Remove camera {name}? Its token stops working and its viewers lose the picture.',
  'cameras.remove.yes': 'Remove',
  'cameras.empty.title': 'No camera yet',
  'cameras.empty.operator': 'Three steps to the first picture:',
  'cameras.empty.step1': 'Enrol a camera: give it a short identifier. You get its token.',
  'cameras.empty.step2':
    'Publish: open the camera page on a phone, or put the WHIP address and the token into OBS, GStreamer or ffmpeg.',
  'cameras.empty.step3':
    'The camera appears here as soon as it is enrolled, and turns live with its first packets.',
  'cameras.empty.viewer': 'No camera is open to your token. Ask the operator for access.',
  'cameras.publish': 'Use this device as a camera',
  'camera.state.offline': 'Offline',
  'camera.state.standby': 'Standby',
  'camera.state.live': 'Live',
  'camera.state.lost': 'Lost',

  'enrol.open': 'Enrol a camera',
  'enrol.title': 'Enrol a camera',
  'enrol.id': 'Identifier',
  'enrol.id.hint':
    'Letters, digits, dot, hyphen and underscore, 64 at most. It becomes part of the address.',
  'enrol.id.bad':
    'Begin with a letter or digit; then letters, digits, dot, hyphen or underscore, 64 at most.',
  'enrol.name': 'Name (optional)',
  'enrol.name.hint': 'As the command post calls it.',
  'enrol.submit': 'Enrol',
  'enrol.done': '{name} is enrolled',
  'enrol.once': 'The token is shown this once. Whoever has it can publish as this camera.',
  'enrol.token': 'Token',
  'enrol.whip': 'WHIP address',
  'enrol.link': 'Link for a phone',
  'enrol.link.local':
    'This address is that of this machine alone. For a phone, open this page by the relay’s https address first.',

  'player.region': 'Live picture of {name}',
  'player.idle': 'Not connected',
  'player.connecting': 'Connecting',
  'player.waiting': 'Waiting for the picture',
  'player.waiting.offline':
    'The camera is not connected. The picture appears by itself when it comes.',
  'player.waiting.standby':
    'The camera is connected and on standby. The picture appears by itself.',
  'player.waiting.live': 'The camera sends; the first picture is on its way.',
  'player.waiting.lost':
    'The relay has lost the camera. The picture appears by itself when it comes back.',
  'player.waiting.sound': 'Sound arrives, but no picture yet.',
  'player.live': 'Live',
  'player.frozen': 'Picture frozen',
  'player.frozen.text':
    'Still for {time}. The camera sends, but its pictures do not get through whole.',
  'player.lost': 'Camera lost',
  'player.lost.text': 'Last picture {time} ago. It goes on by itself when the camera is back.',
  'player.lost.offline': 'Camera stopped',
  'player.lost.offline.text':
    'Last picture {time} ago. It goes on by itself when the camera sends again.',
  'player.lost.line': 'Connection lost',
  'player.lost.line.text':
    'Last picture {time} ago. Nothing arrives from the relay; another way is being looked for.',
  'player.reconnecting': 'Reconnecting',
  'player.reconnecting.text':
    'The connection to the relay was interrupted. Next attempt in {time}.',
  'player.reconnecting.unreachable': 'The relay does not answer. Next attempt in {time}.',
  'player.reconnecting.busy': 'The relay asks to wait. Next attempt in {time}.',
  'player.lastPicture': 'Last picture {time} ago.',
  'player.blocked': 'Nothing gets through to the relay',
  'player.blocked.text': 'Media was expected at {addresses}, but nothing arrived there.',
  'player.blocked.remedy':
    'Let UDP pass to this address and port in the firewall, router or container, or have the relay announce an address that can be reached from here.',
  'player.gone': 'This picture has ended',
  'player.gone.camera-removed': 'The camera was removed by the operator.',
  'player.gone.unknown-camera': 'There is no camera with this identifier.',
  'player.gone.deleted': 'The session was ended by the operator.',
  'player.gone.other': 'The relay ended the session ({reason}).',
  'player.refused': 'The relay refuses',
  'player.failed': 'This browser cannot show the picture',
  'player.mute': 'Mute',
  'player.unmute': 'Unmute',
  'player.unmute.big': 'Turn sound on',
  'player.volume': 'Volume',
  'player.fullscreen': 'Full screen',
  'player.fullscreen.exit': 'Leave full screen',
  'player.pip': 'Picture in picture',
  'player.stats': 'Statistics',

  'stats.title': 'Statistics',
  'stats.none': 'No numbers yet',
  'stats.picture': 'Picture',
  'stats.rate': 'Bit rate',
  'stats.sound': 'Sound',
  'stats.loss': 'Loss',
  'stats.rtt': 'Round trip',
  'stats.jitter': 'Jitter',
  'stats.buffer': 'Jitter buffer',
  'stats.frames': 'Frames decoded',
  'stats.framesEncoded': 'Frames encoded',
  'stats.dropped': '{n} dropped',
  'stats.keyFrames': '{n} key frames',
  'stats.freezes': 'Freezes',
  'stats.repair': 'NACK / PLI',
  'stats.local': 'From here',
  'stats.remote': 'Relay',
  'stats.limited': 'Limited by',
  'stats.available': 'Line estimate',

  'publish.title': 'Body camera',
  'publish.camera': 'Camera',
  'publish.start': 'Start',
  'publish.stop': 'Stop',
  'publish.again': 'Publish from this device again',
  'publish.options': 'Picture and sound',
  'publish.device.video': 'Picture from',
  'publish.device.audio': 'Sound from',
  'publish.device.default': 'Default',
  'publish.device.n': 'Device {n}',
  'publish.flip': 'Switch between front and back camera',
  'publish.resolution': 'Resolution',
  'publish.sound': 'Send sound',
  'publish.watched.none': 'Nobody is watching',
  'publish.watched.one': 'Watched by 1',
  'publish.watched.many': 'Watched by {n}',
  'publish.preview': 'What the camera sees',
  'publish.ready': 'Ready',
  'publish.ready.text': 'Nothing is filmed until you press Start.',
  'publish.asking': 'Allow camera and microphone',
  'publish.asking.text': 'The browser asks for your permission.',
  'publish.connecting': 'Connecting',
  'publish.live': 'Live',
  'publish.interrupted': 'Line interrupted',
  'publish.interrupted.text': 'Looking for another way to the relay. Keep the camera running.',
  'publish.reconnecting': 'Reconnecting',
  'publish.reconnecting.text': 'The connection was interrupted. Next attempt in {time}.',
  'publish.taken-over': 'Another device has taken over',
  'publish.taken-over.text':
    'Another device now publishes as this camera. This one stays off until you decide.',
  'publish.gone': 'Ended',
  'publish.gone.camera-removed': 'The camera was removed by the operator.',
  'publish.gone.unknown-camera': 'This camera is not enrolled (any more).',
  'publish.gone.deleted': 'The session was ended by the operator.',
  'publish.gone.other': 'The relay ended the session ({reason}).',
  'publish.refused': 'The relay refuses',
  'publish.nothing': 'Your token does not publish',
  'publish.nothing.text': 'A viewer’s token can only watch. Open this page with a camera’s token.',
  'publish.nothing.none': 'No camera is enrolled yet. Enrol one on the start page first.',
  'publish.failed': 'The camera did not start',
  'publish.failed.insecure':
    'Browsers give the camera only to pages opened over https. Open this page with its https address.',
  'publish.failed.denied':
    'The browser was not allowed to use the camera. Allow camera and microphone for this page in the browser’s site settings (the symbol beside the address), then start again.',
  'publish.failed.no-device':
    'No such camera was found. Connect one or choose another, then start again.',
  'publish.failed.in-use': 'Another application is using the camera. Close it, then start again.',
  'publish.failed.unplugged':
    'The camera was disconnected while it was running. Connect it again, then start.',
  'publish.failed.unknown': 'It failed with: {detail}',

  'problem.bad-token': 'The token is not valid. Sign in again with a valid one.',
  'problem.not-yours': 'Your token does not include this camera. Ask the operator for access.',
  'problem.no-common-codec':
    'Browser and camera share no video codec. Let the camera send H.264 or VP8.',
  'problem.rate-limited': 'Too many requests. Wait a little, then try again.',
  'problem.too-many-sessions':
    'This access watches as many pictures as it may. Close some, then try again.',
  'problem.overloaded': 'The relay is at its limit. Try again later or close other pictures.',

  'fault.no-key-frame': 'No key frame comes, so nobody can begin to watch.',
  'fault.no-key-frame.remedy':
    'Have the camera answer requests for key frames (PLI), or send one every 2 s.',
  'fault.b-frames': 'Pictures are sent in another order than they are shown (B-frames).',
  'fault.b-frames.remedy':
    'Turn B-frames off in the camera’s encoder (baseline profile or zero latency).',
  'fault.missing-parameter-sets':
    'Key frames come without the parameter sets (SPS, PPS) that decoders need.',
  'fault.missing-parameter-sets.remedy':
    'Have the encoder repeat SPS and PPS before every key frame.',
  'fault.no-sender-reports': 'The camera sends no RTCP sender reports: sound and picture may part.',
  'fault.no-sender-reports.remedy':
    'Turn sender reports on in the camera, one every 5 s or more often.',
  'fault.unused-extension': 'The header extension {extension} was agreed on but is in no packet.',
  'fault.unused-extension.remedy':
    'Have the camera write it into its packets, or leave it out of its offer.',
  'fault.clock-jump': 'The camera’s clock jumped.',
  'fault.clock-jump.remedy':
    'Let it take RTP timestamps from a clock that nothing sets, not from the time of day.',
  'fault.silent-track.audio': 'Sound was announced, but none comes.',
  'fault.silent-track.audio.remedy':
    'Switch the camera’s sound on, check its microphone, or leave sound out of its offer.',
  'fault.silent-track': 'A picture was announced, but none comes.',
  'fault.silent-track.remedy':
    'Check the camera’s sensor and encoder, or leave the picture out of its offer.',
  'stats.fault': 'Camera fault',

  'unit.seconds': '{n} s',
  'unit.minutes': '{m} min {s} s',
  'unit.hours': '{h} h {m} min',
  'unit.days': '{d} d {h} h',
} as const;

export type MessageKey = keyof typeof en;
export type Messages = Readonly<Record<MessageKey, string>>;
