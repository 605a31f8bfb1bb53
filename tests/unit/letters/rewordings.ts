import type { Locale } from "#lib/shared/locales"

/** Rewordings of the sample `health`, from a few changed words to a letter of one's own. Changes are made to the merged sample. */
export type Rewordings = {
  /** A few words replaced here and there. */
  touched: [from: string, to: string][]
  /** The third paragraph in other words; the rest is the sample. */
  paragraph: string
  /** The whole letter in other words, the same thoughts. */
  whole: string
  /** An own paragraph for the form's field. */
  own: string
}

export const REWORDINGS: Record<Locale, Rewordings> = {
  en: {
    touched: [
      ["Health is my reason.", "Health is why I write."],
      ["stays away from clinics", "keeps away from doctors"],
      ["was not written in a hurry", "was not made in a rush"],
      ["Please trust that work", "Please believe in that work"],
    ],
    paragraph:
      "I care about this because I care about health. Nobody walks into a clinic when the condoms in their bag can get them arrested, or when telling the truth about their income can. The people who do outreach never meet those who hide. A study in The Lancet from the summer of 2014 worked out that between a third and nearly half of new HIV infections could be avoided within a decade if sex work were no longer a crime.",
    whole: `Dear Mr Shetty,

This letter comes from someone who wants the draft on sex workers to become Amnesty's position.

I think first of people's health. If a condom in your handbag can be used against you in court, you will not carry one, and you will not tell a nurse how you earn your living. Whoever is made to hide cannot be found by those who bring help. Researchers wrote in The Lancet last summer that a third or more of new infections could be avoided within a decade if sex work were no crime.

You took two years for consultation and debate, and nobody can say you rushed. I hope that you and your colleagues stay with what you learned.

With kind regards,
Ana`,
    own: "My neighbour sells sex. When she was ill last winter she waited three weeks before she dared to see a doctor.",
  },
  es: {
    touched: [
      ["Mi motivo es la salud.", "Escribo por la salud."],
      ["no se acerca a los centros de salud", "no va nunca al médico"],
      ["no se escribió con prisas", "no se hizo deprisa"],
      ["Le pido que confíe en ese trabajo", "Le ruego que crea en ese trabajo"],
    ],
    paragraph:
      "A mí me preocupa sobre todo la salud. Nadie entra en una consulta si los condones que lleva en el bolso sirven de prueba, o si decir la verdad sobre sus ingresos trae problemas. Quienes recorren las calles para ayudar nunca llegan a conocer a la gente escondida. Un estudio que salió en The Lancet en verano de 2014 calcula que, si esto dejara de ser delito, en una década habría un tercio menos de contagios de VIH, quizá casi la mitad.",
    whole: `Señor Secretario General:

Me dirijo a usted porque quiero que el borrador sobre el trabajo sexual se convierta en la posición de Amnistía.

Pienso ante todo en la salud de la gente. Si un condón en el bolso puede acabar siendo una prueba ante el juez, nadie lo llevará, y nadie contará a una enfermera cómo se gana el pan. A quien obligan a ocultarse no le llega ninguna ayuda. Varias investigadoras contaron el verano pasado en The Lancet que un tercio o más de los contagios no ocurriría si esto dejara de perseguirse.

Ustedes se tomaron dos años de consultas y debate, y nadie puede decir que corrieran. Ojalá mantengan lo que aprendieron.

Reciba un saludo cordial,
Ana`,
    own: "Mi vecina vende sexo. El invierno pasado enfermó y tardó tres semanas en atreverse a ir al médico.",
  },
  fr: {
    touched: [
      ["La santé est ma raison.", "J'écris pour la santé."],
      ["évite les centres de santé", "ne va pas chez le médecin"],
      ["n'a pas été écrite à la hâte", "n'a pas été rédigée en vitesse"],
      ["Je vous demande de faire confiance à ce travail", "Je vous invite à croire en ce travail"],
    ],
    paragraph:
      "Ce qui me préoccupe, c'est d'abord la santé. Personne n'entre dans un cabinet médical quand les préservatifs au fond du sac servent de preuve, ou quand dire la vérité sur ses revenus attire des ennuis. Celles et ceux qui vont aider dans la rue ne rencontrent jamais les gens cachés. Une étude parue dans The Lancet à l'été 2014 estime que, si ce n'était plus un délit, un tiers des contaminations, voire presque la moitié, n'auraient pas lieu d'ici dix ans.",
    whole: `Cher Monsieur Shetty,

Cette lettre vient de quelqu'un qui voudrait que votre projet sur le travail du sexe devienne la position d'Amnesty.

Je pense d'abord à la santé des gens. Si un préservatif au fond d'un sac peut finir devant un juge, plus personne n'en portera, et plus personne ne dira à l'infirmière comment il gagne son pain. Aucune aide n'arrive jusqu'à ceux qu'on force à se cacher. Des chercheuses ont écrit l'été dernier dans The Lancet qu'un tiers au moins des contaminations n'aurait pas lieu si l'on cessait de poursuivre.

Vous avez pris deux années de consultation et de débat, et nul ne peut dire que vous avez couru. Restez fidèles, s'il vous plaît, à ce que vous avez appris.

Cordialement,
Ana`,
    own: "Ma voisine vend des services sexuels. Malade l'hiver dernier, elle a attendu trois semaines avant d'oser voir un médecin.",
  },
  ru: {
    touched: [
      ["Для меня главное здесь", "Самое важное для меня"],
      ["обходит клиники стороной", "не идёт к врачу"],
      ["писалась не в спешке", "появилась не за день"],
      ["доверьтесь этой работе", "поверьте в эту работу"],
    ],
    paragraph:
      "Меня волнует прежде всего здоровье. Никто не пойдёт к врачу, если презерватив в кармане могут счесть уликой, а правда о заработке грозит неприятностями. Волонтёры, которые приходят помочь, никогда не встретят тех, кто скрывается. В статье, вышедшей летом 2014 года в The Lancet, подсчитано: если бы это перестали преследовать, за десятилетие заражений ВИЧ стало бы меньше на треть, а то и почти наполовину.",
    whole: `Здравствуйте, господин Шетти!

Это письмо от человека, который хочет, чтобы проект о секс-работе стал позицией Amnesty.

Я думаю в первую очередь о здоровье людей. Если найденный при обыске презерватив становится доказательством в суде, его никто не возьмёт с собой и никто не расскажет медсестре, на что живёт. До того, кого заставляют скрываться, никакая помощь не доходит. Прошлым летом в The Lancet написали, что не меньше трети заражений не случилось бы, если бы за это не преследовали.

Вы потратили два года на консультации и споры, и никто не скажет, что вы торопились. Надеюсь, вы не отступите от того, что узнали.

Всего доброго,
Ana`,
    own: "Моя соседка занимается секс-работой. Прошлой зимой она заболела и три недели не решалась пойти к врачу.",
  },
  zh: {
    touched: [
      ["我的理由是健康", "我写信是为了健康"],
      ["便会远离诊所", "就不敢去看医生"],
      ["不是匆忙写成的", "绝非一夜之间的产物"],
      ["请相信这些工作", "请对这些努力有信心"],
    ],
    paragraph:
      "我最关心的是大家的身体。包里有套子就会被当成证据，说实话就会惹上麻烦，谁还敢去看病？上街帮忙的志愿者，永远见不到那些藏起来的人。2014年夏天《柳叶刀》有一篇文章算过：假如不再把这件事当成犯罪，十年里新增感染能少三成，甚至接近一半。",
    whole: `谢蒂先生，您好：

写这封信的是一个普通人，盼望你们关于性工作的草案成为正式立场。

我首先想到大家的身体。要是包里的套子会成为法庭上的证据，就没有人敢带，也没有人敢告诉护士自己怎样挣钱。被迫躲起来的人，谁也帮不到。去年夏天有学者在《柳叶刀》上写道，如果不再追究，至少三成的感染根本不会发生。

你们花了两年时间征求意见、反复辩论，没有人能说这是仓促的决定。希望你们守住自己学到的东西。

祝好
Ana`,
    own: "我的邻居从事性工作。去年冬天她病了，拖了三个星期才敢去看医生。",
  },
}
