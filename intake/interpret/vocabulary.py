"""The words of the field, folded to lower case without accents. Data only: English, French and Portuguese."""

from __future__ import annotations

from .terms import alternatives, terms, words

# Words that may stand before or after a label's own noun without changing what it means.
MODIFIERS = words(
    """
    a agreed an and as business chave chief cle cles constate constatee constates contributing corrective correctives
    corretiva corretivas d' da das de deeper des description detailed do dos du expected first for identificada
    identificadas identificados identified immediate jacentes key l' la le les likely list main major new next o
    observed of operational os our overall performance planned possible potential preventive primary principais
    principal principale principales principaux probable profonde profondes proposed proposee proposees proposes
    proposta propostas proposto racine racines raiz raizes recomendadas recommandees recommended related remedial
    required root second service short sous specific statement subjacentes suggested summary that the third this to
    underlying
    """
)

# Field -> the nouns that name it once the modifiers are taken away.
FIELD_NOUNS: dict[str, frozenset[str]] = {
    "gap": terms(
        """
        achado | achados | challenge | challenges | condition | constat | constatacao | constatacoes | constats |
        deficiencies | deficiency | desvio | desvios | ecart | ecarts | finding | findings | gap | gaps |
        insuffisance | insuffisances | issue | issues | lacuna | lacunas | lacune | lacunes | non conformities |
        non conformity | nonconformities | nonconformity | observation | observations | problem | problema |
        problemas | probleme | problemes | problems | shortcoming | shortcomings | shortfall | shortfalls |
        variance identified | weakness | weaknesses | what found | what is wrong | what we found
        """
    ),
    "cause": terms(
        """
        causa | causas | cause | cause analysis | cause variance | causes | causes analysis | causes gap | driver |
        drivers | explanation | facteurs | factor | factores | factors | fatores | motivo | motivos | raison |
        raisons | razao | razoes | reason | reason deviation | reasons | reasons deviation | what caused it | why |
        why happened | why happens | why it happened | why it happens
        """
    ),
    "action": terms(
        """
        acao | acoes | action | action item | action items | action plan | action point | action points | actions |
        actions a mener | actions taken | improvement action | improvement actions | improvements |
        management action | management actions | measure | measures | medida | medidas | mesure | mesures |
        mitigation | mitigations | plan d'action | plano acao | recomendacao | recomendacoes | recommandation |
        recommandations | recommendation | recommendations | remede | remedes | remedies | remedy | solution |
        solutions | steps | treatment | what we will do | what will change | what will do
        """
    ),
    "impact": terms(
        """
        business impact | consequence | consequence impact | consequences | consequencia | consequencias | efeito |
        efeitos | effect | effects | effet | effets | impact | impacto | impactos | impacts | incidence | so what
        """
    ),
    "severity": terms(
        """
        criticality | gravidade | gravite | prioridade | priorite | priority | rating | risk | risk level |
        risk rating | severidade | severite | severity | severity rating
        """
    ),
    "owner": terms(
        """
        accountable | action owner | assigned | assignee | encarregado | in charge | lead | owner | owners |
        person in charge | person responsible | pilote | responsable | responsavel | responsibility | responsible |
        responsible officer | responsible party | responsible person | responsible unit | who
        """
    ),
    "due": terms(
        """
        ate | by when | complete by | completion date | data limite | date due | date limite | deadline | delai |
        due | due date | echeance | end date | finish | finish date | prazo | target date | timeframe | timeline |
        when
        """
    ),
    "target": terms(
        """
        alvo | benchmark | cible | criteria | criterion | goal | meta | objectif | plan | standard | target |
        target value | targets
        """
    ),
    "actual": terms(
        """
        achieved | achievement | actual | actuals | alcancado | atteint | atual | current | current level |
        current value | measured | realise | realised | realizado | result | resultado | resultat
        """
    ),
    "variance": terms(
        """
        deviation | diferenca | difference | ecart % | gap % | variacao | variance | variance % | variance pct
        """
    ),
    "success_measure": terms(
        """
        critere succes | criterio sucesso | done when | evidence success | indicador sucesso | indicateur succes |
        measure of success | measure success | medida sucesso | mesure succes | success | success criteria |
        success criterion | success indicator | success measure | success measures | verification
        """
    ),
    "kpi": terms(
        """
        affected kpi | affected kpis | indicador | indicadores | indicateur | indicateurs | indicator | indicators |
        kpi | kpis | kpis affected | metric | metrics
        """
    ),
    "unit": terms(
        """
        area | area responsavel | departamento | departement | department | directorate | division | equipa | equipe |
        function | programme | secteur | sector | service | setor | team | theme | unidade | unit
        """
    ),
    "status": terms("estado | etat | progress | situacao | state | status | statut"),
    "comment": terms(
        """
        comentario | comentarios | comment | commentaire | commentaires | comments | note | notes |
        observacoes gerais | remark | remarks
        """
    ),
    "reference": terms(
        """
        # | action no | code | finding no | finding ref | gap no | gap ref | id | no | nr | number | ref | reference
        """
    ),
    "follow_up_action": terms("next step | next steps"),
}

DATE_LABELS = terms(
    """
    data | data do relatorio | date | date du rapport | date of issue | date of report | dated | issue date | issued |
    issued on | report date
    """
)
AUTHOR_LABELS = terms(
    """
    auteur | author | authors | autor | autores | by | compiled by | drafted by | elaborado por | etabli par |
    issued by | preparado por | prepare par | prepared by | redige par | report by | submitted by | written by
    """
)
AUTHOR_VERBS = alternatives(
    r"""
    (?:prepared|compiled|written|submitted|issued|drafted|authored|presented)\s+by |
    (?:redige|etabli|prepare|elabore)\s+par | (?:elaborado|preparado)\s+por
    """
)
DATE_VERBS = alternatives(
    r"""
    issued | dated | submitted | published | date | drawn up | adopted | emis le | le | emitido em | em
    """
)
TITLE_WORDS = words(
    """
    analise analyse analysis assessment audit auditoria avaliacao evaluation findings plan rapport relatorio report
    review revue
    """
)

# Section -> pattern on the folded heading; the first that fits decides.
SECTIONS: tuple[tuple[str, str], ...] = (
    ("objectives", alternatives(r"\b(objectives?|purpose|aims?)\b | \bobjectifs?\b | \bobjetivos?\b | \bfinalidade\b")),
    (
        "agenda",
        alternatives(
            r"""
        \bagenda\b | \bdiscussion points?\b |
        \b(points?|topics?|items|questions) (for|to) (discuss|decide|decision|discussion) | \btopics\b |
        \bordre du jour\b | \bpauta\b | \bordem do dia\b
        """
        ),
    ),
    (
        "leadership",
        alternatives(
            r"""
        \bpost-?\s?meeting\b | \bafter the meeting\b |
        \b(for|by|of) (the )?(senior )?(leadership|management|leaders|executives?|board|direction|direcao)\b |
        \bleadership('s)? (to-?dos?|tasks?|actions?)\b | \bpour la direction\b | \bpara a (direcao|lideranca)\b
        """
        ),
    ),
    (
        "preparation",
        alternatives(
            r"""
        \bprepar(ation|atory|ing|e)\b | \bpre-?\s?meeting\b | \bbefore (the|we) meet | \bmeeting logistics\b |
        \bfor the meeting\b | \bpreparacao\b | \bpreparatifs\b | \bantes da reuniao\b | \bavant la reunion\b
        """
        ),
    ),
    (
        "findings",
        alternatives(
            r"""
        \bfindings?\b | \bgaps?\b | \bshortfalls?\b | \bissues\b | \bresults by\b | \bconstats?\b | \becarts?\b |
        \blacunas?\b | \bconstatacoes\b | \bachados\b | \bindicators off track\b | \bby (department|unit|team|area)\b
        """
        ),
    ),
    (
        "summary",
        alternatives(
            r"""
        \bconclusions?\b | \bsummary\b | \bclosing (remarks|note|words)\b | \bin short\b | \bsynthese\b | \bresume\b |
        \bconclusao\b | \bresumo\b | \bsumario\b
        """
        ),
    ),
    (
        "leadership",
        alternatives(
            r"""
        \bnext steps?\b | \bwhat (happens|comes) next\b | \bprochaines etapes\b | \bproximos passos\b |
        \bdecisions (requested|required|needed)\b
        """
        ),
    ),
    (
        "other",
        alternatives(
            r"""
        \bbackground\b | \bintroduction\b | \bmethod(s|ology)?\b | \bcontext\b | \bscope\b | \backnowledge?ments?\b |
        \bannex(es)?\b | \bappendi(x|ces)\b | \breferences\b | \babout\b | \bglossary\b | \bcontexte\b |
        \bmethodologie\b | \bcontexto\b | \bmetodologia\b | \bremerciements\b | \bagradecimentos\b
        """
        ),
    ),
)

UNIT_WORDS = words(
    """
    branch bureau departamento departement department departments direcao direction directorate divisao division
    equipa equipe function group ministry office program programme region section service services setor team unidade
    unit
    """
)
UNIT_SUFFIXES = alternatives(
    r"""
    \s+(?:department|unit|division|team|section|directorate)$ |
    ^(?:department|unit|division|directorate|departement|departamento|unidade|equipe|equipa)\s*(?:of|de|do|da|des|du|:|-)?\s+
    """
)

PAGE_TEXT = (
    r"^leave a (reply|comment)$",
    r"^you must be logged in",
    r"^(log|sign) in to (post|comment|reply)",
    r"^(share this|like this|related( posts)?|posted (in|on|by)\b|tagged\b|previous post|next post|cancel reply|post comment|read more)",
    r"^your email address will not be published",
    r"^(skip to content|cookie (policy|settings)|privacy policy|all rights reserved|menu|search)\b",
    r"^(copyright|©)",
    r"^page \d+( (of|/) \d+)?$|^- ?\d+ ?-$|^\d+ ?/ ?\d+$",
    r"^(end of (report|document)|table of contents|contents|confidential)$",
)

CONTINUOUS = terms(
    """
    a definir | as needed | asap | continuo | continuous | continuously | en continu | immediately | ongoing |
    permanent | tbc | tbd | to be agreed | to be confirmed | to be decided
    """
)

# Kind of comparator -> nouns: what a figure is held against.
COMPARATORS: dict[str, str] = {
    "target": alternatives(
        r"""
        targets? | goals? | plans? | planned(?: (?:number|level|value|figure|volume|output|amount))? | objectives? |
        quotas? | budgets? | schedules? | deadlines? | forecasts? | commitments? | expectations? | cibles? |
        objectifs? | metas? | plano | orcamento | cronograma | previsto | prevu
        """
    ),
    "benchmark": alternatives(
        r"(?:[\w-]+ )?(?:averages?|benchmarks?|median|mean|peers?) | best practice | moyenne | media"
    ),
    "standard": alternatives(
        r"""
        standards? | norms? | limits? | thresholds? | charter | service levels? | requirements? | minimum | maximum |
        levels? | ceiling | floor | norme | seuil | limite | norma | padrao
        """
    ),
    "previous_period": alternatives(
        r"""
        (?:last|previous|prior|preceding) (?:year|quarter|month|period|cycle) | baseline | a year (?:ago|earlier) |
        annee precedente | ano anterior
        """
    ),
}

PROBLEM_WORDS = words(
    """
    absence absenteeism ad-hoc atrasos ausencia backlog backlogs bad bottleneck bottlenecks breakdown breakdowns
    broken conflict conflicts confusing delay delays desatualizado desatualizados desatualizadas
    duplicate error errors excessive faible failure
    failures falta few fraca fragmented frequent gap gaps heavy high insufficient insuficiente irregular lack lacks
    late limited little long loss losses low manque manual misalignment missing narrow no obsolete old outdated
    overload poor rare retards rigid scarce short shortage shortages slow slowness too turnover unclear understaffing
    vacancies vacancy vague weak worn wrong
    """
)
PROBLEM_PREFIXES = ("un", "in", "im", "mis", "dis", "over", "under", "non-", "out", "ir", "ill-", "sub")
NOT_PROBLEMS = words(
    """
    discussion distribution district image images imports improvement incentive incentives income indicator indicators
    individual industry information input inputs inspection installation instruction instructions integration interest
    internal international interview interviews inventory invoice invoices outcome outcomes output outputs outreach
    overview understanding union unit units university
    """
)
ARTICLES = words("a an its no the their um uma un une")
EVALUATIVE = words(
    """
    below-target continued declining decreasing delayed enough excessive falling few frequent growing high inadequate
    incomplete inconsistent increased increasing insufficient irregular late limited long low low-level missing not
    only overly persistent poor reduced rising slow too uneven unsatisfactory unstable very weak
    """
)
DETERMINERS = words(
    """
    a all an as average current its l la le les many most o os our overall several some the their these this those um
    uma un une
    """
)
VERBS = words(
    """
    achieve achieved achieves are arrive arrived arrives average averaged averages be been being came climb climbed
    close closed closes come comes cost costs decline declined declines decrease decreased decreases deliver delivered
    delivers did dip dipped dips do does drop dropped drops era eram est esta estao etaient etait exceed exceeded
    exceeds fail failed fails fall fallen falls fell ficaram ficou foi gets got grew grow grows had has have hit hits
    hover hovered hovers increase increased increases is keep keeps kept lag lagged lags last lasted lasts leave
    leaves left meet meets met miss missed misses need needed needs occur occurred occurs ran reach reached reaches
    remain remained remains reste restent rise risen rises rose run runs sank sao sat score scored scores show showed
    shows shrank sink sit sits slid slides slip slipped slips sont stand stands stood suffer suffered suffers take
    takes took trail trailed trails varied varies vary wait waited waits was were
    """
)

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv janeiro",
            "february feb fevrier fevr fevereiro fev",
            "march mar mars marco",
            "april apr avril avr abril abr",
            "may mai maio",
            "june jun juin junho",
            "july jul juillet juil julho",
            "august aug aout agosto ago",
            "september sep sept septembre setembro set",
            "october oct octobre outubro out",
            "november nov novembre novembro",
            "december dec decembre dezembro dez",
        ),
        start=1,
    )
    for name in words(names)
}
