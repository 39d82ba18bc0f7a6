import type { Messages } from './en.js';

/** Les mots français. L'espace avant « : ; ? ! » est insécable. */
export const fr: Messages = {
  'app.name': 'Vigie',
  'app.tagline': 'Images en direct des caméras-piétons',
  'app.back': 'Toutes les caméras',
  'app.signOut': 'Se déconnecter',
  'app.language': 'Langue',
  'app.retry': 'Réessayer',
  'app.copy': 'Copier',
  'app.copied': 'Copié',
  'app.close': 'Fermer',
  'app.cancel': 'Annuler',
  'app.unreachable': 'Le relais est injoignable',
  'app.unreachable.text': 'Cette page continue d’essayer. Ce qui est affiché peut être périmé.',

  'token.title': 'Connexion',
  'token.text': 'Saisissez le jeton qui vous a été remis, ou ouvrez le lien qui le contient.',
  'token.label': 'Jeton',
  'token.submit': 'Se connecter',
  'token.bad':
    'Le relais n’accepte pas ce jeton. Vérifiez qu’il est copié en entier, ou demandez-en un nouveau.',
  'token.malformed': 'Un jeton ne contient ni espace ni accent. Copiez-le de nouveau, en entier.',
  'token.where':
    'Le jeton du premier opérateur se trouve dans le fichier operator-token du dossier de données du relais ; le relais l’affiche aussi dans son lien « Vigie is ready ».',

  'role.operator': 'Opérateur',
  'role.viewer': 'Spectateur',
  'role.camera': 'Caméra',

  'cameras.title': 'Caméras',
  'cameras.count': '{live} en direct sur {all}',
  'cameras.loading': 'Chargement des caméras',
  'cameras.watch': 'Regarder {name}',
  'cameras.viewers.none': 'Personne ne regarde',
  'cameras.viewers.one': '1 spectateur',
  'cameras.viewers.many': '{n} spectateurs',
  'cameras.since': 'depuis {time}',
  'cameras.lastPacket': 'Dernier paquet il y a {time}',
  'cameras.remove': 'Retirer {name}',
  'cameras.remove.confirm':
    'Retirer la caméra {name} ? Son jeton ne sera plus valable et ses spectateurs perdront l’image.',
  'cameras.remove.yes': 'Retirer',
  'cameras.empty.title': 'Pas encore de caméra',
  'cameras.empty.operator': 'Trois étapes jusqu’à la première image :',
  'cameras.empty.step1':
    'Enregistrez une caméra : donnez-lui un identifiant court. Vous obtenez son jeton.',
  'cameras.empty.step2':
    'Diffusez : ouvrez la page caméra sur un téléphone, ou donnez l’adresse WHIP et le jeton à OBS, GStreamer ou ffmpeg.',
  'cameras.empty.step3':
    'La caméra apparaît ici dès son enregistrement et passe en direct à ses premiers paquets.',
  'cameras.empty.viewer':
    'Aucune caméra n’est ouverte à votre jeton. Demandez l’accès à l’opérateur.',
  'cameras.publish': 'Utiliser cet appareil comme caméra',
  'camera.state.offline': 'Hors ligne',
  'camera.state.standby': 'En veille',
  'camera.state.live': 'En direct',
  'camera.state.lost': 'Perdue',

  'enrol.open': 'Enregistrer une caméra',
  'enrol.title': 'Enregistrer une caméra',
  'enrol.id': 'Identifiant',
  'enrol.id.hint':
    'Lettres, chiffres, point, tiret et tiret bas, 64 au plus. Il fait partie de l’adresse.',
  'enrol.id.bad':
    'Commencez par une lettre ou un chiffre ; ensuite lettres, chiffres, point, tiret ou tiret bas, 64 au plus.',
  'enrol.name': 'Nom (facultatif)',
  'enrol.name.hint': 'Tel que le poste de commandement l’appelle.',
  'enrol.submit': 'Enregistrer',
  'enrol.done': '{name} est enregistrée',
  'enrol.once':
    'Le jeton n’est affiché que cette fois. Qui le détient peut diffuser au nom de cette caméra.',
  'enrol.token': 'Jeton',
  'enrol.whip': 'Adresse WHIP',
  'enrol.link': 'Lien pour un téléphone',
  'enrol.link.local':
    'Cette adresse ne vaut que sur cette machine. Pour un téléphone, ouvrez d’abord cette page à l’adresse https du relais.',

  'player.region': 'Image en direct de {name}',
  'player.idle': 'Non connecté',
  'player.connecting': 'Connexion',
  'player.waiting': 'En attente de l’image',
  'player.waiting.offline':
    'La caméra n’est pas connectée. L’image apparaîtra d’elle-même à son arrivée.',
  'player.waiting.standby': 'La caméra est connectée, en veille. L’image apparaîtra d’elle-même.',
  'player.waiting.live': 'La caméra émet ; la première image arrive.',
  'player.waiting.lost': 'Le relais a perdu la caméra. L’image reviendra d’elle-même avec elle.',
  'player.waiting.sound': 'Le son arrive, mais pas encore d’image.',
  'player.live': 'En direct',
  'player.delayed': 'Retard de {time}',
  'player.frozen': 'Image figée',
  'player.frozen.text':
    'Immobile depuis {time}. La caméra émet, mais ses images n’arrivent pas entières.',
  'player.lost': 'Caméra perdue',
  'player.lost.text':
    'Dernière image il y a {time}. Elle reprendra d’elle-même au retour de la caméra.',
  'player.lost.offline': 'Caméra arrêtée',
  'player.lost.offline.text':
    'Dernière image il y a {time}. Elle reprendra d’elle-même quand la caméra émettra de nouveau.',
  'player.lost.line': 'Liaison perdue',
  'player.lost.line.text':
    'Dernière image il y a {time}. Rien n’arrive du relais. Un autre chemin est cherché.',
  'player.reconnecting': 'Reconnexion',
  'player.reconnecting.text':
    'La liaison avec le relais a été interrompue. Prochain essai dans {time}.',
  'player.reconnecting.unreachable': 'Le relais ne répond pas. Prochain essai dans {time}.',
  'player.reconnecting.busy': 'Le relais demande d’attendre. Prochain essai dans {time}.',
  'player.lastPicture': 'Dernière image il y a {time}.',
  'player.blocked': 'Rien n’atteint le relais',
  'player.blocked.text': 'Le flux était attendu à {addresses}, mais rien n’y est arrivé.',
  'player.blocked.remedy':
    'Laissez passer l’UDP vers cette adresse et ce port dans le pare-feu, le routeur ou le conteneur, ou faites annoncer au relais une adresse joignable d’ici.',
  'player.gone': 'Cette image est terminée',
  'player.gone.camera-removed': 'La caméra a été retirée par l’opérateur.',
  'player.gone.unknown-camera': 'Aucune caméra ne porte cet identifiant.',
  'player.gone.deleted': 'La session a été terminée par l’opérateur.',
  'player.gone.other': 'Le relais a terminé la session ({reason}).',
  'player.refused': 'Le relais refuse',
  'player.failed': 'Ce navigateur ne peut pas montrer l’image',
  'player.mute': 'Couper le son',
  'player.unmute': 'Activer le son',
  'player.unmute.big': 'Activer le son',
  'player.volume': 'Volume',
  'player.fullscreen': 'Plein écran',
  'player.fullscreen.exit': 'Quitter le plein écran',
  'player.pip': 'Image dans l’image',
  'player.stats': 'Statistiques',

  'stats.title': 'Statistiques',
  'stats.none': 'Pas encore de mesures',
  'stats.age': 'Âge de l’image',
  'stats.age.packets': 'd’après l’horloge de la caméra',
  'stats.age.reports': 'd’après les rapports de la caméra',
  'stats.age.arrival': 'depuis son arrivée au relais',
  'stats.age.line': 'depuis son départ du relais',
  'stats.picture': 'Image',
  'stats.rate': 'Débit',
  'stats.sound': 'Son',
  'stats.loss': 'Pertes',
  'stats.rtt': 'Aller-retour',
  'stats.jitter': 'Gigue',
  'stats.buffer': 'Tampon de gigue',
  'stats.frames': 'Images décodées',
  'stats.framesEncoded': 'Images encodées',
  'stats.dropped': 'sautées : {n}',
  'stats.keyFrames': 'images clés : {n}',
  'stats.freezes': 'Arrêts sur image',
  'stats.repair': 'NACK / PLI',
  'stats.local': 'D’ici',
  'stats.remote': 'Relais',
  'stats.limited': 'Limité par',
  'stats.available': 'Débit estimé',

  'publish.title': 'Caméra-piéton',
  'publish.camera': 'Caméra',
  'publish.start': 'Démarrer',
  'publish.stop': 'Arrêter',
  'publish.again': 'Diffuser de nouveau depuis cet appareil',
  'publish.options': 'Image et son',
  'publish.device.video': 'Source de l’image',
  'publish.device.audio': 'Source du son',
  'publish.device.default': 'Par défaut',
  'publish.device.n': 'Appareil {n}',
  'publish.flip': 'Changer entre caméra avant et arrière',
  'publish.resolution': 'Résolution',
  'publish.sound': 'Envoyer le son',
  'publish.watched.none': 'Personne ne regarde',
  'publish.watched.one': 'Regardée par 1 personne',
  'publish.watched.many': 'Regardée par {n} personnes',
  'publish.preview': 'Ce que voit la caméra',
  'publish.ready': 'Prête',
  'publish.ready.text': 'Rien n’est filmé avant d’appuyer sur Démarrer.',
  'publish.asking': 'Autorisez la caméra et le micro',
  'publish.asking.text': 'Le navigateur demande votre autorisation.',
  'publish.connecting': 'Connexion',
  'publish.live': 'En direct',
  'publish.interrupted': 'Liaison interrompue',
  'publish.interrupted.text':
    'Recherche d’un autre chemin vers le relais. Laissez la caméra tourner.',
  'publish.reconnecting': 'Reconnexion',
  'publish.reconnecting.text': 'La liaison a été interrompue. Prochain essai dans {time}.',
  'publish.taken-over': 'Un autre appareil a pris le relais',
  'publish.taken-over.text':
    'Un autre appareil diffuse maintenant au nom de cette caméra. Celui-ci reste arrêté jusqu’à votre décision.',
  'publish.gone': 'Terminé',
  'publish.gone.camera-removed': 'La caméra a été retirée par l’opérateur.',
  'publish.gone.unknown-camera': 'Cette caméra n’est pas (ou plus) enregistrée.',
  'publish.gone.deleted': 'La session a été terminée par l’opérateur.',
  'publish.gone.other': 'Le relais a terminé la session ({reason}).',
  'publish.refused': 'Le relais refuse',
  'publish.nothing': 'Votre jeton ne permet pas de diffuser',
  'publish.nothing.text':
    'Un jeton de spectateur permet seulement de regarder. Ouvrez cette page avec le jeton d’une caméra.',
  'publish.nothing.none':
    'Aucune caméra n’est encore enregistrée. Enregistrez-en une sur la page d’accueil.',
  'publish.failed': 'La caméra n’a pas démarré',
  'publish.failed.insecure':
    'Les navigateurs ne donnent la caméra qu’aux pages ouvertes en https. Ouvrez cette page à son adresse https.',
  'publish.failed.denied':
    'Le navigateur n’a pas eu le droit d’utiliser la caméra. Autorisez caméra et micro pour cette page dans les réglages du site (le symbole près de l’adresse), puis démarrez de nouveau.',
  'publish.failed.no-device':
    'Aucune caméra correspondante. Branchez-en une ou choisissez-en une autre, puis démarrez de nouveau.',
  'publish.failed.in-use':
    'Une autre application utilise la caméra. Fermez-la, puis démarrez de nouveau.',
  'publish.failed.unplugged': 'La caméra a été débranchée en marche. Rebranchez-la, puis démarrez.',
  'publish.failed.unknown': 'Échec : {detail}',

  'problem.bad-token': 'Le jeton n’est pas valable. Reconnectez-vous avec un jeton valable.',
  'problem.not-yours': 'Votre jeton ne comprend pas cette caméra. Demandez l’accès à l’opérateur.',
  'problem.no-common-codec':
    'Navigateur et caméra n’ont aucun codec vidéo en commun. Faites émettre la caméra en H.264 ou VP8.',
  'problem.rate-limited': 'Trop de demandes. Attendez un peu, puis réessayez.',
  'problem.too-many-sessions':
    'Cet accès regarde déjà autant d’images que permis. Fermez-en, puis réessayez.',
  'problem.overloaded': 'Le relais est à sa limite. Réessayez plus tard ou fermez d’autres images.',

  'fault.no-key-frame': 'Aucune image clé n’arrive : personne ne peut commencer à regarder.',
  'fault.no-key-frame.remedy':
    'Faites répondre la caméra aux demandes d’image clé (PLI), ou envoyez-en une toutes les 2 s.',
  'fault.b-frames':
    'Les images sont envoyées dans un autre ordre que celui de l’affichage (images B).',
  'fault.b-frames.remedy':
    'Désactivez les images B dans l’encodeur de la caméra (profil baseline ou latence nulle).',
  'fault.missing-parameter-sets':
    'Les images clés arrivent sans les paramètres (SPS, PPS) nécessaires aux décodeurs.',
  'fault.missing-parameter-sets.remedy':
    'Faites répéter SPS et PPS par l’encodeur avant chaque image clé.',
  'fault.no-sender-reports':
    'La caméra n’envoie pas de rapports RTCP : son et image peuvent se décaler.',
  'fault.no-sender-reports.remedy':
    'Activez les rapports d’émetteur de la caméra, un toutes les 5 s au moins.',
  'fault.unused-extension':
    'L’extension d’en-tête {extension} a été convenue mais n’est dans aucun paquet.',
  'fault.unused-extension.remedy':
    'Faites-la écrire par la caméra dans ses paquets, ou retirez-la de son offre.',
  'fault.clock-jump': 'L’horloge de la caméra a sauté.',
  'fault.clock-jump.remedy':
    'Prenez les horodatages RTP sur une horloge que rien ne remet à l’heure.',
  'fault.silent-track.audio': 'Le son est annoncé, mais rien n’arrive.',
  'fault.silent-track.audio.remedy':
    'Activez le son de la caméra, vérifiez son micro, ou retirez le son de son offre.',
  'fault.silent-track': 'L’image est annoncée, mais rien n’arrive.',
  'fault.silent-track.remedy':
    'Vérifiez le capteur et l’encodeur de la caméra, ou retirez l’image de son offre.',
  'stats.fault': 'Défaut de la caméra',

  'unit.seconds': '{n} s',
  'unit.minutes': '{m} min {s} s',
  'unit.hours': '{h} h {m} min',
  'unit.days': '{d} j {h} h',
};
