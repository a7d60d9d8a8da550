/** What the answers of the corpus are made of: tokens as a model emits them. */

/** Split at the bars. @param {string} tokens */
const tokensOf = (tokens) => tokens.split('|');

/** Of each language some tokens, each as often as any other. */
export const languages = {
  english: tokensOf(
    ' the| of| and| to| a| in| is| that| it| for| with| as| are| this| wave| you| can| on|,|,|.|.| not| which|' +
      ' holdfast| kelp| anchor| rock| stream| message| when| number|’s| “|”| –| 42| 3.14|(|)|:| because| however',
  ),
  spanish: tokensOf(
    ' la| el| de| que| y| en| los| una| se|,|.| corazón| más| también| señal| años| está| océano|¿|¡',
  ),
  german: tokensOf(
    ' der| die| und| das| ist| nicht| größer| für| über| Straße| müssen|,|.| Wellen| Anker| schön| Übung',
  ),
  french: tokensOf(
    ' le| la| les| des| une| est| été| où| garçon| très| à| même|,|.|’| mer| vague| cœur| naïf',
  ),
  greek: tokensOf(' και| το| της| είναι| η| θάλασσα| κύμα| λόγος|,|.| άγκυρα| δεν| για'),
  russian: tokensOf(' и| в| не| на| что| море| волна| это| как| якорь|,|.| сообщение| ответ| сеть'),
  arabic: tokensOf(' في| من| على| البحر| موج| إلى| هذا|،|.| رسالة| جواب| مرساة'),
  hindi: tokensOf(' है| और| में| के| का| समुद्र| लहर| यह|,|।| संदेश| उत्तर'),
  chinese: tokensOf('的|是|在|海浪|我们|世界|消息|可以|，|。|锚|流|不会|一个|丢失'),
  japanese: tokensOf('の|は|を|に|です|海|波|ます|、|。|メッセージ|錨|届く|ストリーム'),
  korean: tokensOf('은| 바다|의| 파도|를| 메시지|가| 있습니다|,|.| 닻|에서| 응답'),
};

/** What comes in every language, now and then. */
export const marks = [
  '\n',
  '\n',
  '\n\n',
  '\n\n',
  '\n- ',
  ' **',
  '**',
  ' "',
  '"',
  '",',
  ' `',
  '`',
  '\n```js\n',
  '\t',
  ' \\(',
  '\\)',
  ' C:\\new\\',
  ' {"content":"',
  '"}',
  ' </p>',
];

export const emoji = ['🌊', ' 🚀', '👩‍🚀', ' ✅', '🇩🇪', ' 😀', '❤️'];
