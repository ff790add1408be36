"""The words of the field, folded to lower case without accents. Data only: English, French and Portuguese."""
# ruff: noqa: E501 - an alternative cannot be broken inside

from __future__ import annotations

from .terms import alternatives, terms, words

# Words that may stand before or after a label's own noun without changing what it means.
MODIFIERS = words(
    """
    a accepted acordada acordadas acordado acordados actually additional aggravating agreed an and apontada
    apontadas apontado apontados apparent approved apurada apuradas apurado apurados are arretees as audit basic
    brief business by chave chaves chief chosen cle cles combinada combinadas combinado combinados common commun
    commune communes communs comum comuns concrete confirmed constatadas constatado constatados constate constatee
    constates contribuintes contributifs contributing contributory convenue convenues core corrective correctives
    corretiva corretivas critical cross-cutting current-year d' da das de decided decidee decidees decidida
    decididas deep deep-seated deeper demonstrated des description detailed detectada detectadas detectado
    detectados detecte detectee detectees detectes direct do documented dos du encontrada encontradas encontrado
    encontrados encountered ensuing envisagee envisagees established estruturais expected explicatifs faced first
    following for found fundamental further general identificada identificadas identificado identificados identifie
    identified identifiee identifiees identifies immediate implemented important in indirect is its jacentes key l'
    la le les levantada levantadas likely likely-root list long-term main maiores majeures majeurs major
    management's most necessaires necessarias new next notada notadas notado notados noted o observada observadas
    observado observados observe observed observee observees observes of operational os our overall overarching
    particular performance permanent pertinente pertinentes planeada planeadas planejada planejadas planned possible
    potential presumed preventive prevista previstas prevue prevues primary principais principal principale
    principales principaux prioritaires prioritarias prioritarios prioritised prioritized priority-wise probable
    profonde profondes programadas proposed proposee proposees proposes proposta propostas proposto provaveis
    provavel racine racines raised raiz raizes recomendada recomendadas recommandee recommandees recommended related
    relevante relevantes relevees releves remaining remediais remedial rencontre rencontree rencontrees rencontres
    reported required requises resulting retenu retenue retenues retenus retidas root second selected service shared
    short short-term significant sous specific statement structural structurelle structurelles subjacentes sugerida
    sugeridas sugerido sugeridos suggeree suggerees suggested suggested-by summary suspected systemic team text that
    the third this to top underlying urgent verificada verificadas verificado verificados verifie verifiee verifies
    we
    """
)

# Field -> the nouns that name it once the modifiers are taken away.
FIELD_NOUNS: dict[str, frozenset[str]] = {
    "gap": terms(
        """
        achado | achados | anomalia | anomalias | anomalie | anomalies | area concern | area for improvement |
        area improvement | area of concern | area of weakness | areas concern | areas development |
        areas for development | areas for improvement | areas improvement | areas needing attention |
        areas needing improvement | areas of concern | areas of weakness | areas requiring attention |
        areas requiring improvement | areas weakness | aspects a ameliorer | below standard | bottleneck |
        bottlenecks | breach | breaches | carence | carences | ce que nous avons constate | ce qui manque |
        ce qui n'a pas fonctionne | ce qui n'a pas marche | ce qui ne va pas | challenge | challenges |
        challenges encountered | challenges faced | concern | concerns | condition | condition found | constat |
        constat fait | constatacao | constatacoes | constats | current situation | defi | deficiencia | deficiencias |
        deficiencies | deficiency | deficit | deficits | defis | desafio | desafios | description deviation |
        description event | description incident | description issue | description non conformity |
        description non-conformance | description nonconformity | description problem | description risk | desvio |
        desvios | development area | development areas | deviation description | deviation found |
        deviation observed | did not go well | difficulte | difficultes | difficulties | difficulties encountered |
        difficulty | dificuldade | dificuldades | discrepancies | discrepancy | dysfonctionnement |
        dysfonctionnements | ecart | ecarts | event description | exception | exceptions | faiblesse | faiblesses |
        failure | failures | falls short | finding | finding description | finding title | findings | fragilidade |
        fragilidades | fraqueza | fraquezas | gap | gap description | gaps | improvement area | improvement areas |
        incident description | insuffisance | insuffisances | insuficiencia | insuficiencias | irregularidade |
        irregularidades | issue | issue description | issues | lacuna | lacunas | lacune | lacunes | leakage | loss |
        losses | manquement | manquements | missed target | missed targets | nao conformidade | nao conformidades |
        nc | negative finding | negative findings | non compliance | non compliances | non conformance |
        non conformances | non conformite | non conformites | non conformities | non conformity | non-compliance |
        non-compliances | non-conformance | non-conformances | non-conformite | non-conformites | nonconformance |
        nonconformances | nonconformities | nonconformity | not achieved | not met | noted | o que constatamos |
        o que correu mal | o que encontramos | o que falta | o que nao correu bem | observation | observations |
        off plan | off track | ofi | opportunities for improvement | opportunities improvement |
        opportunity for improvement | opportunity improvement | pain point | pain points | point a ameliorer |
        point d'attention | point de vigilance | point faible | points a ameliorer | points d'attention |
        points de vigilance | points faibles | ponto a melhorar | ponto critico | ponto de atencao | ponto fraco |
        pontos a melhorar | pontos criticos | pontos de atencao | pontos fracos | problem | problem description |
        problem faced | problem statement | problema | problema encontrado | problemas | problemas encontrados |
        probleme | problemes | problemes rencontres | problems | problems faced | reality | red flag | red flags |
        risk description | risk event | shortcoming | shortcomings | shortfall | shortfall target | shortfalls |
        situacao encontrada | situation constatee | situation found | standard not met | standards not met |
        statement of concern | statement of problem | target missed | targets missed | things to fix |
        under performance | underperformance | unmet standard | unmet standards | unmet target | unmet targets |
        variance identified | weak point | weak points | weakness | weaknesses | went wrong | what came about |
        what came out | what did not go well | what did not happen | what did not work | what did not work well |
        what falls short | what fell short | what found | what happened | what happened instead |
        what in fact happened | what is behind | what is behind plan | what is below standard | what is broken |
        what is gap | what is going wrong | what is missing | what is not going well | what is not right |
        what is not working | what is off | what is off target | what is off track | what is problem | what is wrong |
        what is wrong with it | what lags | what really happened | what saw | what the visit noted | what took place |
        what was not done | what was noted | what was observed | what we found | what we observed | what we saw |
        what went wrong | where are we behind | where fell short | where it hurts | where we are behind |
        where we fall short | where we fell short
        """
    ),
    "cause": terms(
        """
        5 porques | 5 pourquoi | 5 why | 5 why analysis | 5 whys | 5 whys analysis | a que se deve |
        analise das causas | analise de causas | analyse | analyse de causes | analyse des causes | analysis causes |
        attributed to | barrier | barriers | because | behind gap | behind it | behind the gap | behind this |
        blocker | blockers | causa | causal factor | causal factors | causas | cause | cause analysis | cause given |
        cause named | cause stated | cause variance | causes | causes analysis | causes gap | causes given |
        causes stated | causes trouvees | ce qui explique | ce qui l'explique | cinco porques | cinq pourquoi |
        comment l'expliquer | constraint | constraints | constrangimento | constrangimentos | contrainte |
        contraintes | contributor | contributors | d'ou cela vient | determinant | determinants | diagnosis |
        diagnostic | diagnostico | driver | drivers | due to | entrave | entraves | explanation |
        explanation deviation | explanation found | explanation given | explanation shortfall | explanation variance |
        explication | explications | facteurs | facteurs explicatifs | factor | factores | factors | fatores |
        fatores explicativos | five why | five whys | five whys analysis | frein | freins | hindering factors |
        how come | how did it come about | how did it happen | how it came about | how it happened | how so |
        how this came about | hurdles | impediment | impediments | justificacao | justification | justificativa |
        motivo | motivos | o que esta na origem | o que explica | obstacle | obstacles | obstaculo | obstaculos |
        origem | origem do problema | origens | origine | origine du probleme | origines | por que |
        por que aconteceu | porque | porque aconteceu | porque isto acontece | pourquoi | pourquoi cela |
        pourquoi cet ecart | raison | raisons | razao | razoes | reason | reason deviation | reason for gap |
        reason gap | reason given | reason shortfall | reason variance | reasons | reasons behind it |
        reasons deviation | reasons gap | reasons shortfall | reasons variance | root | root of problem |
        source of problem | the why | what are causes | what caused gap | what caused it | what caused this |
        what causes it | what causes this | what drives it | what drives this | what explains it |
        what explains this | what feeds it | what gets in way | what held us back | what hindered us |
        what is behind | what is behind it | what is behind the gap | what is cause | what is causing it |
        what is causing this | what is driving it | what is driving this | what is the cause | what led to it |
        what led to this | what lies behind | what lies behind it | what lies underneath | what stands behind it |
        what stands in way | what underlies it | why | why analysis | why are we behind | why behind |
        why did it go wrong | why did it happen | why did it occur | why did this go wrong | why did this happen |
        why did this occur | why did we fall short | why difference | why does it exist | why does it happen |
        why does the gap exist | why does this happen | why fell short | why happened | why happens |
        why is it happening | why is it so | why is that | why is there a gap | why is there gap | why is this |
        why is this happening | why it exists | why it happened | why it happens | why it is so | why it occurred |
        why it occurs | why it went wrong | why missed | why not | why not achieved | why off track | why that is |
        why the difference | why the gap | why the gap exists | why there difference | why there gap |
        why this happened | why this happens | why this is so | why was there a difference | why we are behind |
        why we are here | why we fell short | why we missed | why we missed it | why went wrong | whys
        """
    ),
    "action": terms(
        """
        a faire | acao | accao | accao correctiva | accoes | accoes correctivas | acoes | acoes a desenvolver |
        acoes a realizar | acoes a tomar | action | action a entreprendre | action agreed | action correctrice |
        action description | action for improvement | action item | action items | action plan | action point |
        action points | action proposed | action required | action to be taken | action to close |
        action to close gap | action to take | actions | actions a entreprendre | actions a mener |
        actions a mettre en oeuvre | actions a realiser | actions agreed | actions correctrices |
        actions for improvement | actions proposed | actions required | actions taken | actions to be taken |
        actions to close | actions to close gap | actions to take | activities to be done | activity to be done |
        additional control | additional controls | agreed correction | agreed follow-up | agreed points |
        agreed steps | ask | asks | caminho a seguir | cap | capa | capa action | capa actions | ce qu'il faut faire |
        ce que nous allons faire | ce que nous ferons | ce que nous proposons | ce que nous recommandons |
        ce qui a ete convenu | closing gap | commitment | commitment made | commitments | commitments made |
        compromissos | condition for approval | condition of accreditation | condition to meet | conditions |
        conditions for approval | conditions of accreditation | conditions to meet | correcting action |
        correcting actions | correction measures | correction needed | correction plan | correction required |
        corrections required | corrections to make | corrective action plan | corrective preventive |
        counter measure | counter measures | countermeasure | countermeasures | decision | decisions |
        description action | do differently | encaminhamento | encaminhamentos | engagement | engagements |
        engagements pris | fix | fixes | follow up action | follow up actions | follow up points |
        follow up required | follow-up points | follow-up required | for next time | further controls |
        get well plan | get-well plan | going forward | how to close gap | how to close it | how to fix it |
        how to put it right | how we close gap | how we fix it | how we put it right | how we will close gap |
        how we will fix it | how will gap be closed | how will it be fixed | how will we close gap | improvement |
        improvement action | improvement actions | improvement measure | improvement measures | improvement plan |
        improvements | initiative | initiatives | intervention | interventions | loss countermeasure |
        management action | management actions | matters agreed | measure | measures | medida | medidas |
        medidas a tomar | mesure | mesure a prendre | mesures | mesures a mettre en oeuvre | mesures a prendre |
        mitigating action | mitigating actions | mitigation | mitigation action | mitigation actions |
        mitigation measure | mitigation measures | mitigation plan | mitigations | next action | next actions |
        o que fazer | o que ficou combinado | o que propomos | o que recomendamos | o que sera feito |
        o que vamos fazer | our ask | our asks | path forward | path to green | piste d'action | pistes d'action |
        pistes d'amelioration | pistes de solution | plan d'action | plan d'actions | plan of action |
        planned controls | plano acao | plano accao | plano acoes | plano de acao | plano de accao | plano de acoes |
        points agreed | points agreed for follow up | points agreed for follow-up | points convenus |
        points for follow-up | pontos acordados | prevent recurrence | preventing recurrence | prevention |
        prevention of recurrence | prevention recurrence | preventive action plan | proposal | proposals |
        proposition | propositions | proposta | propostas | providencia | providencias | put right by doing |
        que faire | quick win | quick wins | recomendacao | recomendacoes | recommandation | recommandations |
        recommendation | recommendations | recommended steps | recovery action | recovery actions |
        recovery measures | recovery plan | recovery steps | remede | remedes | remediacao | remedial |
        remedial step | remedial steps | remediation | remediation action | remediation actions |
        remediation measure | remediation measures | remediation plan | remediation step | remediation steps |
        remedies | remedy | remedy proposed | required correction | required improvement | required improvements |
        resolution | resolutions | response action | response actions | response measure | response measures |
        response plan | return to green | risk response | risk treatment | route to green | solution | solutions |
        step | step to take | steps | steps to take | sugestao | sugestoes | sugestoes de melhoria | suggestion |
        suggestions | systemic action | systemic actions | task | tasks | the ask | the way ahead | to be put right |
        to do | to put right | to-do | to-dos | treatment | treatment action | treatment actions | treatment plan |
        turnaround actions | turnaround plan | undertaking | undertakings | undertakings given | voie a suivre |
        way ahead | way forward | ways forward | what are we doing about it | what comes next | what do we do |
        what do we do now | what do we propose | what do you propose | what happens now | what has been agreed |
        what has to happen | what is being done | what is proposed | what is to be done | what must be done |
        what must change | what needs to be done | what needs to change | what needs to happen | what recommend |
        what should be done | what should happen | what should happen next | what to change | what to do |
        what to do about it | what to do differently | what to do next | what to do now | what was agreed |
        what we agree to do | what we agreed | what we are doing | what we are doing about it |
        what we are going to do | what we ask | what we ask for | what we ask of you | what we do differently |
        what we do next time | what we do now | what we need from you | what we propose | what we recommend |
        what we want to do | what we will change | what we will do | what we will do about it |
        what we will do differently | what we will do next time | what we would change |
        what will be different next time | what will be done | what will be done about it | what will change |
        what will do | what will do next time | what will we do | what will we do about it | what will we do better |
        what will we do next time | what will you do | what will you do about it
        """
    ),
    "impact": terms(
        """
        actual consequence | business consequence | business impact | ce que cela entraine | client impact |
        consequence | consequence impact | consequences | consequencia | consequencias | cost of doing nothing |
        customer impact | efeito | efeitos | effect | effect impact | effect on service | effect risk | effects |
        effet | effets | enjeu | enjeux | exposure | financial impact | harm | impact | impact on beneficiaries |
        impact on clients | impact on patients | impact on service | impact on students | impact risk | impacto |
        impactos | impacts | implication | implications | incidence | knock-on effect | knock-on effects |
        o que implica | operational impact | patient impact | porque importa | potential consequence |
        potential consequences | potential impact | pourquoi c'est important | repercussion | repercussions |
        result of this | resulting risk | risco | riscos | risk created | risk exposure | risk if not addressed |
        risk if nothing changes | risk if nothing is done | risk impact | risk implication | risk of inaction |
        risks arising | risque | risques | significance of gap | so what | what does it mean | what does this mean |
        what follows from it | what happened as a result | what is at stake | what it costs | what it costs us |
        what it leads to | what it led to | what it means | what this led to | what this means | who is affected |
        who is hit | why does it matter | why is it a problem | why it is a problem | why it matters |
        why should we care | why this matters | why we care
        """
    ),
    "severity": terms(
        """
        ampleur | category finding | category non conformity | category non-conformity | category of finding |
        category of non-conformity | class | class of finding | classificacao | classification | classification nc |
        concern level | criticality | criticite | degre d'urgence | degre de gravite | degree of seriousness |
        finding category | finding class | finding grade | finding level | finding rating | grade | grading | grau |
        grau de gravidade | grau de risco | grau risco | gravidade | gravite | gravity | how bad | how bad is it |
        how serious | how serious is it | how urgent | how urgent is it | impact level | importance |
        importance level | importancia | inherent risk | level of concern | level of risk | level risk | nc category |
        nc class | nc grade | nc type | niveau | niveau d'urgence | niveau de gravite | niveau de risque |
        niveau gravite | niveau priorite | niveau risque | nivel | nivel de gravidade | nivel de risco |
        nivel de urgencia | nivel gravidade | nivel prioridade | nivel risco | overall rating | overall risk |
        prioridade | priorite | priority | priority level | priority rating | rank | ranking | rating |
        residual risk | residual risk rating | risk | risk category | risk class | risk grade | risk level |
        risk level score | risk priority | risk rating | risk score | score de risque | seriousness |
        seriousness level | severidade | severite | severity | severity level | severity rating | significance |
        type nc | type of nc | urgence | urgencia | urgency
        """
    ),
    "owner": terms(
        """
        a cargo | a cargo de | a quem | a qui | accountable | accountable executive | accountable lead |
        accountable manager | accountable officer | accountable owner | accountable person | accountable role |
        acteur | acteur responsable | action by | action holder | action lead | action officer | action owner |
        actioned by | actionee | addressed to | addressee | allocated to | assigned | assigned person | assigned to |
        assignee | atribuido a | by who | by whom | carried by | champion | champions | charge d'execution |
        charge de | charge de l'action | charge de l'execution | chargee de l'action | confie a | contact person |
        custodian | delegated to | department responsible | destinataire | destinatario | directorate lead | dono |
        encarregado | entite responsable | executive lead | executive owner | focal person | focal point | for whom |
        handler | hands of | head responsible | holder | implementer | implementing agency | implementing officer |
        implementing partner | implementing unit | in charge | in the hands of | lead | lead agency |
        lead department | lead officer | lead person | lead person responsible | lead role | lead team | lead unit |
        leads | led by | manager responsible | measure owner | name of responsible | named lead | nominated lead |
        officer responsible | on whom | owned by | owner | owners | owners names | party responsible |
        person assigned | person in charge | person in lead | person responsible | personne responsable |
        pessoa responsavel | pilote | pilote par | pilotes | poc | point of contact | point person | porte par |
        porteur | porteurs | process owner | quem | quem faz | qui | qui fait quoi | raci | resp | responsabilidade |
        responsabilite | responsable | responsable de la mise en oeuvre | responsable du suivi |
        responsable mise en oeuvre | responsables | responsaveis | responsavel | responsavel execucao |
        responsavel implementacao | responsavel pela execucao | responsavel pela implementacao | responsibility |
        responsible | responsible department | responsible entity | responsible lead | responsible manager |
        responsible office | responsible officer | responsible party | responsible person | responsible role |
        responsible staff | responsible team | responsible unit | responsibles | rests with | risk owner |
        role responsible | service responsable | sponsor | staff responsible | structure responsable |
        structures responsables | task owner | team responsible | to be led by | unidade responsavel |
        unit in charge | unit responsible | who | who acts | who by | who carries it | who does it | who has it |
        who is in charge | who is responsible | who leads | who owns it | who owns this | who picks it up |
        who s on it | who takes it | who takes it on | who will do it | who will do this | whom | with whom it rests
        """
    ),
    "due": terms(
        """
        a concluir ate | a realizar ate | act by | action by date | agreed date | agreed deadline | agreed for |
        at the latest | ate | au plus tard | au plus tard le | avant fin | avant le | before | by date |
        by what date | by when | calendario | calendrier | close by | close out date | close-out date | closed by |
        closeout date | closing date | closure date | complete before | complete by | completed by | completion |
        completion date | correct by | corrected by | data alvo | data conclusao | data de conclusao | data fim |
        data fim prevista | data limite | data prevista | date butoir | date completion | date d'achevement |
        date de conclusion | date de fin | date de realisation | date due | date echeance | date fin |
        date for completion | date limite | date of completion | date prevue | deadline | deadline date | deadlines |
        delai | delai d'execution | deliver by | delivered by | delivery date | done by | due | due by | due date |
        due on | echeance | end date | eta | expected by | expected completion | expected completion date |
        expected date | expected end date | finalise by | finish | finish by | finish by date | finish date | fix by |
        horizon | how soon | implement by | implementation date | implementation deadline | implementation period |
        implementation timeframe | implementation timeline | implemented by date | in place by | latest | latest by |
        latest date | milestone date | new date | new deadline | no later than | not later than |
        period for implementation | planned completion | planned completion date | planned date | planned end |
        planned end date | planned finish | pour le | pour quand | prazo | prazo de execucao | prazo final |
        prazo limite | promised by | promised for | put right by | quand | quando | ready by | resolution date |
        resolve by | revised date | schedule | settle by | sort out by | submit by | target close date |
        target closure | target closure date | target completion | target completion date | target date |
        target end date | target month | target quarter | target resolution date | target week | time frame |
        time limit | time line | time scale | timeframe | timeline | timescale | timescales | timing |
        to be closed by | to be completed by | to be corrected by | to be done by | to be finished by |
        to be implemented by | to be put right by | to close by | to finish by | until | until when | when | when by |
        when by date
        """
    ),
    "target": terms(
        """
        agreed level | aim | allowed | alvo | ambition | annual target | benchmark | budget | ce qui etait prevu |
        charter limit | cible | clause requirement | commitment level | contract level | contratada | contratado |
        critere | criteres | criteria | criterio | criterion | criterios | expectation | expectations | expected |
        expected level | expected standard | goal | intended | latest target | limit | maximum | meant to happen |
        meta | minimum | must be | norm | norma | norme | o que estava previsto | objectif | ought to be | padrao |
        permitted | plan | plan value | planned | planned level | planned value | prevista | previsto | prevu |
        prevue | promised level | referentiel | required | required level | required standard | requirement |
        requirement of the standard | requirement text | requirements | service standard | should be |
        should have been | soll | standard | standard requirement | standards | target | target level | target value |
        targets | threshold | valeur cible | valor alvo | what did we expect | what did we plan | what ought to be |
        what ought to happen | what should be | what should happen by rule | what should have happened |
        what supposed to happen | what the policy says | what the rule says | what the standard says |
        what was agreed | what was expected | what was intended | what was meant to happen | what was planned |
        what was supposed to happen | what was the plan | what we aimed for | what we intended | what we planned |
        what we promised | what we set out to do
        """
    ),
    "actual": terms(
        """
        achieved | achieved so far | achieved to date | achieved value | achievement | actual | actual level |
        actual performance | actual value | actuals | alcancado | apurado | at present | atteint | atual | constate |
        current | current level | current performance | current value | found | is | ist | latest figure |
        latest result | latest value | level found | level reached | measured | measured value | niveau actuel |
        nivel atual | now | observe | observed | observed value | obtained | obtenu | obtido | out-turn | outcome |
        outturn | performance | performance to date | present level | reached | reached value | reading | real |
        realisation | realise | realised | realizado | realized | reel | result | result so far | resultado |
        resultado obtido | resultat | score | situacao atual | situation actuelle | spent | today | valeur actuelle |
        valeur atteinte | valeur reelle | valor apurado | valor atual | valor real | value | value reached | what is |
        where we are | where we stand | year to date | ytd
        """
    ),
    "variance": terms(
        """
        desvio % | deviation | deviation target | diferenca | difference | difference target | ecart % |
        ecart cible | ecart pct | gap % | off target | shortfall % | var | variacao | variance | variance % |
        variance from target | variance in % | variance pct | variance target | variation
        """
    ),
    "success_measure": terms(
        """
        acceptance criteria | accepted when | check of effect | check of effectiveness | closed when |
        closing evidence | closure criteria | closure evidence | complete when | completed when |
        completion criteria | counts as done when | critere reussite | critere succes | criteres reussite |
        criteria for closure | criterio de exito | criterio sucesso | criterios sucesso | definition of done |
        deliverable expected | done looks like | done when | effectiveness | effectiveness check |
        effectiveness criteria | effectiveness measure | effectiveness test | effectiveness verification | evidence |
        evidence closure | evidence completion | evidence for closure | evidence of closure | evidence of completion |
        evidence of effectiveness | evidence of success | evidence required | evidence success |
        evidence that it worked | evidence to close | evidencia | evidencias | exit criteria | expected change |
        expected effect | expected outcome | expected output | expected result | expected results | finished when |
        how checked | how it will be checked | how it will be verified | how measured | how to verify | how verified |
        how we know | how we will know | how we will know it is closed | how we will know it is done |
        how we will know it worked | how will we know | how will we know it worked | indicador de exito |
        indicador sucesso | indicateur de suivi | indicateur succes | indicator of completion | indicator of success |
        is closed when | livrable | livrables | means verification | measure of effectiveness | measure of success |
        measure success | measured by | medida sucesso | meio verificacao | meios verificacao | mesure succes |
        monitoring indicator | moyen verification | moyens verification | outcome indicator | output expected |
        preuve | preuves | proof | proof of closure | proof of completion | result expected | resultado esperado |
        resultados esperados | resultat attendu | resultats attendus | sign of success | signal of success |
        signs of success | success | success criteria | success criterion | success indicator | success looks like |
        success measure | success measures | success signal | success test | test of effectiveness | test of success |
        verification | verification effectiveness | verification method | verification of effectiveness |
        verified by what | verified when | what done looks like | what good looks like | what success looks like
        """
    ),
    "kpi": terms(
        """
        affected kpi | affected kpis | indicador | indicador desempenho | indicadores | indicateur |
        indicateur performance | indicateurs | indicator | indicator name | indicators | key result | key results |
        kpi | kpi name | kpis | kpis affected | kr | metric | metric name | metrics | output indicator |
        performance indicator | performance indicators | performance measure | performance measures
        """
    ),
    "unit": terms(
        """
        affected area | affected department | affected unit | area | area affected | area audited |
        area de actividade | area de intervencao | area inspected | area of work | area responsavel | area reviewed |
        area tematica | audit area | audited area | audited process | audited unit | axe | branch | bureau |
        business area | business unit | campus | category | chapter | clinic | club | cluster | component |
        componente | composante | country office | county | departamento | departement | departement concerne |
        department | department audited | department concerned | depot | dept | direcao | direccao | direccoes |
        direction | directorate | district | division | domain | domaine | domaine d'intervention | dominio | entity |
        equipa | equipe | estate | facility | faculty | farm | field office | focus area | function |
        function audited | functional area | intervention area | lab | laboratory | lieu | locais | local | location |
        onde | ou | pelouro | perspective | pilier | pillar | plant | pole | process | process audited | programa |
        programme | project | projet | projeto | region | regional office | reparticao | result area | school |
        seccao | secteur | section | sector | sectores | service | service area | service concerne | service line |
        servico | servicos | setor | shop | site | sous programme | sous-programme | station | strand | stream |
        subprograma | team | territory | thematic area | theme | topic | unidade | unit | unit affected |
        unit audited | unit concerned | unite | volet | ward | warehouse | where | wing | work area | work stream |
        workstream | zone
        """
    ),
    "status": terms(
        """
        appreciation | assessment of progress | avaliacao do estado | color | colour | estado | estado atual | etat |
        implementation status | judgement | met or not | on or off track | on track | progress | progress status |
        rag | rag state | rag status | reached or not | situacao | state | state of play | status |
        status of implementation | statut | traffic light | trend | verdict
        """
    ),
    "comment": terms(
        """
        achievements | additional comments | apologies | aspects positifs | aspetos positivos | assumption |
        assumptions | attendees | audit evidence | auditor comment | auditor comments | auditor note | background |
        boas praticas | bonnes pratiques | ce qui a bien marche | ce qui fonctionne | ce qui marche | comentario |
        comentarios | commendation | commendations | comment | commentaire | commentaires | comments |
        comments from the team | conformities | conformity | containment | containment action |
        containment action taken | containment actions | context | contexte | contexto | correction | detected by |
        discussion | discussion points | discussions | document confidentiel | documents reviewed | equipe membres |
        evidence base | evidence found | evidence reviewed | evidence seen | forces | further information |
        good points | good practice | good practices | how detected | how found | how it was found |
        immediate containment | immediate correction | inspector note | interim containment |
        interim containment action | interim containment actions | latest update | members | notas | note | notes |
        o que correu bem | o que funciona | objective evidence | observacoes gerais | observations generales |
        observations positives | overall response | participants | people met | persons met | points forts |
        points of strength | pontos fortes | positions | positive finding | positive findings | positive observation |
        positive observations | progress so far | progress to date | quote | quotes | remark | remarks |
        remarks of the auditor | remarque | remarques | scope | source of finding | source of information |
        sources consulted | strength | strengths | success stories | success story | team members | what goes well |
        what is going well | what is working | what was done well | what we did well | what went well | what worked |
        what worked well | what works well | works well
        """
    ),
    "reference": terms(
        """
        # | action id | action no | action ref | car no | cause id | clause | clause no | code | codigo | entry |
        finding id | finding no | finding ref | gap id | gap no | gap ref | id | index | issue id | issue no | item |
        item no | line no | log no | n | nc id | nc no | ncr | ncr no | no | nr | num | number | numero | n° | nº |
        rec no | recommendation no | ref | ref no | reference | reference no | risk id | risk no | row | s n | s no |
        serial | serial no | sl | sl no | sn | standard clause
        """
    ),
    "response": terms(
        """
        accepted | accepted y n | agreed response | agreed y n | auditee comment | auditee comments |
        auditee response | auditee s response | client comments | client response | comentario da gestao |
        comentarios da gestao | commentaire de la direction | commentaires de la direction | decisao da gestao |
        decision of management | department response | faculty response | institution response |
        institutional response | management comment | management comments | management decision |
        management position | management reply | management response | management s comments | management s response |
        management view | management's response | manifestacao da unidade | manifestacao do gestor |
        manifestacao gestor | manifestacao unidade | parecer da gestao | partner comments | partner response |
        position de la direction | reaction | reaction of management | reply | reponse | reponse de la direction |
        reponse direction | reponse management | response | response management | response of auditee |
        response of management | response of the auditee | response status | resposta | resposta auditado |
        resposta da direcao | resposta da gestao | resposta direcao | resposta do auditado | resposta gestao |
        school response | unit response
        """
    ),
    "follow_up_action": terms(
        "next step | next steps | prochaine etape | prochaines etapes | proximo passo | proximos passos"
    ),
}

# Labels that are half a sentence: a field, and the pattern of what it is called.
LABEL_PHRASES: tuple[tuple[str, str], ...] = (
    (
        "comment",
        r"(?:what|things|o que|ce que) (?:we |to |nous |)(?:would |should |will |shall |)(?:do again|do the same|keep|keep doing|not change)\b.*"
        r"|to keep|timeline\b.*|words from .*|in their own words",
    ),
    (
        "response",
        r"(?:reply|response|answer|reaction|position) of .*|(?:our|your|their) (?:reply|response|position|answer)|(?:votre|notre) reponse|(?:a )?(?:vossa|nossa) resposta",
    ),
    (
        "gap",
        r"what (?:the )?[\w ]{1,30} (?:found|saw|met|observed|noted|noticed|discovered|heard|measured|established|recorded)"
        r"|what is (?:not|wrong|missing|off|below|behind)\b.*|where (?:we|it|they|things) (?:fall|fell|are|is|stand) (?:short|behind|off)\b.*|what (?:falls|fell) short\b.*"
        r"|(?:ce que|o que) .{2,40} (?:releve|constate|observe|vu|trouve|constatou|constatamos|observou|observamos|encontrou|vimos|encontramos)|ce qui ne (?:va|marche|fonctionne) pas\b.*"
        r"|the position|the situation|o que (?:falta|falhou|nao .*)",
    ),
    (
        "cause",
        r"(?:why|pourquoi|porque|por que)\b.*|what (?:lies behind|is behind|stands behind|lay behind|feeds|drives|caused|causes|explains|led to|brought)\b.*"
        r"|(?:ce qui (?:l'|)explique|ce qui est a l'origine|o que explica|a que se deve|d'ou vient)\b.*|how (?:it|this|that) (?:came|happened|arose|could)\b.*"
        r"|behind (?:it|this|the)\b.*|because|bottom of (?:it|this)|reasons? (?:they|we|staff|given|stated|named|offered|for)\b.*",
    ),
    (
        "impact",
        r"if (?:we do nothing|nothing (?:is done|changes)|not addressed|left)\b.*|what (?:it|this|that) (?:does|means|costs|leads|led|may|could|can)\b.*"
        r"|(?:ce qui peut|ce que cela|o que isto|o que isso|ce qu'il en coute)\b.*|what (?:may|could|can) (?:come|follow|happen)\b.*|who (?:suffers|is affected|feels it)\b.*",
    ),
    (
        "target",
        r"(?:what )?(?:we|the \w+) (?:set out|wanted|planned|promised|aimed|expected)\b.*|standard in force|rule in force|meant to\b.*"
        r"|what (?:we|was|were|should|ought|the rule|the standard|the law|the contract)\b.*(?:set out|meant|planned|supposed|expected|promised|requires?|required|aimed|says|asks)\b.*|tolerance|tolerated|ce qui (?:etait|est) prevu|o que estava previsto",
    ),
    (
        "action",
        r"what (?:we|the \w+|is|has|should|must|will|to|you|they)\b.*\b(?:do|done|change|changes|happen|propose|recommend|advise|ask|agree|agreed|next|suggest|undertake|promise|decided|want)\b.*"
        r"|(?:ce que|que) nous (?:ferons|allons|proposons|conseillons|recommandons|demandons)\b.*|o que (?:vamos|propomos|recomendamos|sera|sugerimos|deve)\b.*"
        r"|(?:we|i|the \w+) (?:recommend|advise|propose|suggest|undertake|agree)\w*(?: that| to| the following)?|\w+ (?:advises|recommends|proposes)"
        r"|(?:trustees|directors|members|the board|the committee|management|council) (?:is|are) (?:asked|invited) to (?:agree|approve|decide|resolve|accept)\b.*",
    ),
    (
        "due",
        r"(?:not|no) later than|at the latest|to be (?:done|finished|completed|closed|corrected|put right|in place)(?: by| before| on)?|ready (?:by|on)|au plus tard(?: le)?|o mais tardar|finished (?:by|on)",
    ),
    (
        "owner",
        r"(?:officer|person|manager|official) (?:answerable|accountable)|answerable|a la charge de|a charge de|who (?:will|is to|should) .*|in whose hands|at whose charge|carried by",
    ),
    (
        "success_measure",
        r"(?:we|how) (?:shall|will) (?:we )?know\b.*|checked by .*|(?:it|this) is done when|(?:done|closed|finished) when|comment saurons-nous.*|como saberemos.*",
    ),
    ("severity", r"(?:degre|niveau|grau|nivel) d[e'] ?\w+|(?:level|degree) of \w+"),
)

DATE_LABELS = terms(
    """
    approved on | as at | as of | as of date | assessed on | assessment date | audit date | completed | completed on |
    conducted on | correct as at | correct at | data | data as at | data da visita | data de emissao |
    data do relatorio | date | date completed | date d'emission | date de la visite | date de publication |
    date du rapport | date issued | date of assessment | date of audit | date of evaluation | date of inspection |
    date of interview | date of issue | date of meeting | date of memo | date of paper | date of plan |
    date of report | date of review | date of the meeting | date of the report | date of visit | date prepared |
    date submitted | dated | edicao | edition | edition du | emitido em | etabli le | evaluation date | fait le |
    figures as at | held on | inspection date | interview date | issue date | issued | issued on | last updated |
    meeting date | paper dated | plan date | position as at | position at | position on | prepared on | published |
    published on | report date | reported on | reporting date | response date | review date | reviewed on |
    situation as of | stand | stand at | state of | status as at | status as of | status at | submission date |
    submitted on | updated | updated on | visit date
    """
)
AUTHOR_LABELS = terms(
    """
    apresentado por | assessed by | assessor | audit by | audited by | auditor | auditors | auteur | auteurs |
    author | author of report | authors | autor | autora | autores | by | collated by | compiled by | completed by |
    conducted by | drafted by | drawn up by | elaboracao | elaborado por | elabore par | etabli par | evaluated by |
    evaluation by | evaluator | evaluators | facilitated by | facilitator | from | inspected by | inspection by |
    inspector | interviewer | issued by | lead auditor | lead evaluator | lead reviewer | logged by | minutes by |
    minutes taken by | moderated by | note taker | noted by | notes by | notes taken by | paper by |
    plan prepared by | preparado por | prepare par | prepared by | presente par | presented by | put together by |
    raised by | rapporteur | realisado por | realise par | realizado por | recorded by | redaction | redige par |
    redigido por | relator | report by | report of | report prepared by | reported by | reporter |
    responsable de l'elaboration | responsable de la redaction | responsavel elaboracao |
    responsavel pela elaboracao | responsavel pelo relatorio | review by | review team | reviewed by | reviewer |
    secretary | soumis par | submetido por | submitted by | supervisor | taken by | updated by | visited by |
    written by | written up by
    """
)
AUTHOR_VERBS = alternatives(
    r"""
    (?:prepared|owned|coordinated|compiled|written up|written|put together|collated|produced|led|signed off|signed|issued in draft|submitted|issued|drafted|authored|presented|completed|reviewed|conducted|updated|carried out|reported|recorded|assessed|audited|drawn up|taken|noted)\s+by |
    (?:redigee?|etablie?|preparee?|elaboree?|presentee?|soumise?|realisee?|ecrite?)\s+par |
    (?:elaborad[oa]|preparad[oa]|apresentad[oa]|redigid[oa]|submetid[oa]|realizad[oa]|compilad[oa])\s+(?:por|pel[oa]s?)
    """
)
DATE_VERBS = alternatives(
    r"""
    as at | as of | issued | dated | submitted | published | date | drawn up | adopted | completed | reviewed | updated |
    conducted | held | prepared | compiled | approved | assessed | reported | finali[sz]ed |
    edition of | edition du | edicao de | revised | visited | version of | printed | tabled | written | written up | signed | emise? le | le | faite? le |
    (?:etablie?|redigee?|imprimee?|presentee?|publiee?|remise?) le | (?:emitid|elaborad|redigid|apresentad|publicad|impress)[oa] em | em
    """
)
TITLE_WORDS = words(
    """
    checklist log matrice matriz matrix memo minutes plano quadro register registo scorecard tableau tracker
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
        \bthanks\b | \bworks well\b | \bwent well\b | \bworked well\b | \bstrengths?\b | \bachievements?\b | \bsuccesses\b |
        \bgood practices?\b | \blessons\b |
        \bwas planned\b | \bpontos fortes\b | \bpoints forts\b | \bany other business\b | \bother matters\b |
        \bdivers\b |
        \blicoes\b | \blecons\b | \bcommendations?\b | \bopportunities\b | \bthreats\b | \bno concern\b | \bin (?:good )?order\b | \bwithout findings\b | \bsame again\b | \bsame way\b |
        \bkeep doing\b | \bwhat is (good|right|going well)\b | \bgoes well\b | \bdone well\b | \bopportunites\b | \bmenaces\b |
        \boportunidades\b | \bameacas\b | \bva bien\b | \b(a|ont) bien (marche|fonctionne)\b | \besta bem\b | \bcorreu bem\b | \bfunciona bem\b |
        ^apresentacao\b | \bequipa da visita\b | \bsignatures?\b | \bassinaturas?\b | ^distribution( list)?$ | \bsuccess stories\b |
        \blimitations?\b | \bfinancial implications?\b | \blegal implications?\b | \brisk implications?\b | \bhow to read\b | \babbreviations\b | \bacronyms\b |
        ^sources$ | \bdata sources\b | \bterms of reference\b | \battendance\b | \bparticipants?\b | \bdisclaimer\b | \bcontact\b |
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
    ^(?:department|unit|division|directorate|departement|departamento|unidade|equipe|equipa)\s*[:-]?\s+(?!of\b|de\b|do\b|da\b|des\b|du\b)
    """
)

# What may stand in front of the name in a heading: "Section A – Mentoring", "Item 1: Livelihoods", "Department: Sales".
HEADING_PREFIXES = (
    r"^(?:(?:section|item|point|agenda item|area|thematic area|theme|pillar|component|chapter|part|department|unit|team|"
    r"division|departement|departamento|unite|unidade|service|axe|volet|composante|componente|domaine|dominio|area tematica|"
    r"process|function|site|branch|location|sheet|fiche|ficha|case|cas|caso|worksheet|finding|observation|issue|gap|constat|constatacao|achado|lacuna|ecart|no|nr|n°|objective|objectif|objetivo|goal|priority|result|indicator|indicateur|indicador|kpi|shortfall|challenge|problem|weakness)"
    r"\s*(?:no\.?\s*|n[°º]\s*)?(?:[a-z]|\d{1,2}|[ivx]{1,4})?(?:\.\d{1,2})*\s*(?::|[-.)]\s|\s[-·•|]\s)\s*|[a-z]{1,4}[-.]?\d{1,3}(?:\.\d{1,2})?\s*(?:[:.)-]\s*|\s))(?=\S)"
)
TITLE_LABELS = terms("assunto | concerne | objet | re | report title | subject | title | titre | titulo")

PAGE_TEXT = (
    r"^leave a (reply|comment)$",
    r"^you must be logged in",
    r"^(log|sign) in to (post|comment|reply)",
    r"^(share this|like this|related( posts)?|posted (in|on|by)\b|tagged\b|previous post|next post|cancel reply|post comment|read more)",
    r"^your email address will not be published",
    r"^(skip to content|cookie (policy|settings)|privacy policy|all rights reserved)\b|^(menu|search)$",
    r"^(?:counter)?sign(?:ed|ature|atures)?\b.*(?:_{3,}|\.{4,}|:)\s*$",
    r"^(copyright|©)",
    r"(?:\s?[.…_]){8,}",
    r"^page \d+( (of|/) \d+)?$|^- ?\d+ ?-$|^\d+ ?/ ?\d+$",
    r"^(end of (report|document)|table of contents|contents|confidential)$",
)

CONTINUOUS = terms(
    """
    a definir | as needed | asap | des a present | immediatement | sans delai | with immediate effect | at once | straight away |
    now | immediate | imediato | imediata | de imediato | imediatamente | em curso | en cours | a preciser | a determiner | a confirmar |
    a fixer | not set | no date | open | continua | permanente | em permanencia | em continuo | rolling | weekly | monthly | quarterly |
    daily | every month | every week | throughout | throughout the year | as soon as possible | to be set | to be determined |
    to be fixed | to be scheduled | on going | recurrent | regular | regularly | in progress | des que possible | logo que possivel | continuo | continuous | continuously | en continu | immediately | ongoing |
    permanent | tbc | tbd | to be agreed | to be confirmed | to be decided
    """
)

# Kind of comparator -> nouns: what a figure is held against.
COMPARATORS: dict[str, str] = {
    "target": alternatives(
        r"""
        targets? | goals? | plans? | planned(?: (?:number|level|value|figure|volume|output|amount))? | objectives? |
        quotas? | budgets? | schedules? | deadlines? | forecasts? | commitments? | expectations? | cibles? |
        objectifs? | metas? | plano | orcamento | cronograma | previsto | prevu | previsions? | previsao | previsoes
        """
    ),
    "benchmark": alternatives(
        r"(?:[\w-]+ )?(?:averages?|benchmarks?|median|mean|peers?) | best practice | moyenne | media"
    ),
    "standard": alternatives(
        r"""
        standards? | norms? | limits? | thresholds? | capacity | charter | service levels? | requirements? | minimum | maximum |
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

# Words that open a sentence and say what it is. Folded, without the blank behind them.
CAUSE_CUES = alternatives(
    r"""
    (?:the|this|that|it|these|those|they|such) (?:[\w-]+ ){0,4}?(?:also |mainly |mostly |largely |partly |in part )?(?:arises?|arose|stems?|stemmed|results?|resulted|comes?|came|flows?|derives?|follows?|followed) (?:from|because|out of|as)(?: the (?:habit|fact|practice) (?:of|that))? |
    (?:behind (?:it|this|that|the \w+) (?:is|are|was|were|lies?|lay|stands?|stood)|what (?:lies|lay|is|was) behind (?:it|this|that|the \w+) (?:is|was)) (?:that |the fact that )? |
    (?:a|one|another|the other|a further|a second|the second|the main|the first|the third|yet another) (?:cause|reason|factor|explanation|problem behind it) (?:lies|lay) in |
    (?:au|a l'origine|cela tient|ceci tient|ce retard tient|l'ecart tient|cela vient|l'explication tient) (?:au fait que|a ce que|a|aux?|de ce que|de) |
    (?:na origem|por tras) (?:disto|disso|do desvio|do atraso) (?:esta|estao) (?:o facto de|que)? |
    (?:this|it|that) (?:happened|happens|occurred|occurs|is so|was so) (?:mainly |mostly |largely |partly )?(?:because of|because|since|as) |
    (?:this|these|that|it|the (?:gap|delay|shortfall|problem|difference|variance|drop|decline|low \w+|reduction|underperformance)) (?:is|was|are|were) (?:mainly |mostly |largely |partly |primarily |chiefly |in part )?(?:due to|because of|because|caused by|a result of|the result of|explained by|attributed to|attributable to|driven by|down to|owing to|linked to) |
    (?:this|it|which) (?:mainly |mostly |largely |partly |primarily )?(?:results?|resulted|stems?|stemmed|arises?|arose|comes?|came) from |
    (?:the|one|a|another|a second|a further|a third|an additional|our|its) (?:main |root |underlying |key |principal |most likely |likely |first |second |third |other |contributing |primary |deeper )*(?:cause|reason|driver|factor|explanation)s?(?: for (?:this|the \w+)| of (?:this|the \w+)| behind (?:this|the \w+))? (?:is|was|are|were|lies in|lay in)(?: that| mainly| the fact that)? |
    (?:the )?(?:main |root |underlying |key )?(?:causes?|reasons?) (?:identified |found |given )?(?:is|was|are|were|include|includes|included)(?: that)? |
    (?:mainly |mostly |largely |partly |also )?(?:due to|because of|because|caused by|owing to) |
    (?:most |some |several |many |all |the |field |our )*(?:staff|managers?|teams?|respondents|interviewees|they|users|clients|people|officers|nurses|teachers|she|he|partners|drivers|supervisors|members) (?:also |mainly )?(?:explained|told us|said|say|pointed out|explain|blamed?|attribute this|attributed this|attribute it) (?:(?:that|to)(?: the fact that)?|(?=the\b)) |
    (?:la|une|l'autre|une autre) (?:principale )?(?:cause|raison)(?: principale)? (?:est|etait|en est|reside dans)(?: que)? | (?:cela|ceci|ce retard|cet ecart|il) (?:est|s'explique|resulte|provient|vient)(?: du a| due a| par| de| du| des)? |
    (?:a|uma|outra) (?:principal )?(?:causa|razao)(?: principal)? (?:e|foi|era|esta)(?: que| em)? |
    (?:isto|isso|este atraso|esta lacuna|o desvio) (?:deve-se|deveu-se|resulta|resultou|explica-se) (?:a|ao|aos|as|de|da|do|das|dos|pel[oa]s?)
    """
)
INNER_CAUSE_CUES = alternatives(
    r"because of | because | due to | owing to | as a result of | parce qu'?e? | en raison de | a cause d[eu]s? | porque | devido (?:a|ao|aos|as) | por causa d[aoe]s?"
)
ACTION_CUES = alternatives(
    r"""
    (?:we|i|they|the (?:panel|mission|visitors?|inspectors?|inspection|assessors?|board|management|department|office|unit|group|reviewer|evaluator|auditor)) (?:therefore |also |further |strongly |furthermore |in addition )?(?:recommends?|suggests?|proposes?|advises?|urges?|invites?|requests?|agreed|decided|undertakes?|commits?|promised?|intends?|plans?)(?: that| to)? |
    (?:it is|it was) (?:therefore |also |further )?(?:resolved|decided|planned|intended|advised)(?: that| to)? |
    (?:la mission|l'equipe|le rapport|l'audit|les evaluateurs|l'evaluation|le comite|on|nous) (?:recommande|recommandent|propose|proposent|conseille|conseillent|suggere|suggerent|recommandons|suggerons|conseillons|demandons)(?: que| de| d')? |
    (?:a equipa|a missao|a auditoria|o relatorio|o comite|a avaliacao) (?:recomenda|propoe|sugere|aconselha)(?: que)? |
    (?:we|i|they|staff|respondents|interviewees|participants|members|teachers|nurses|users|she|he|the (?:team|auditors?|evaluators?|evaluation|audit|reviewers?|review|mission|report|committee|unit|consultants?)) (?:therefore |also |further |strongly )?(?:recommends?|suggests?|proposes?|advises?|asks?|asked|recommended|proposed|suggested)(?: that)? |
    (?:it is|it was) (?:therefore |also |further |strongly )?(?:recommended|suggested|proposed|advised|agreed)(?: that| to)? |
    (?:our|the|one|a|another) (?:main |first |second |key |further )?(?:recommendation|suggestion|proposal)s? (?:is|are|was)(?: that| to)? |
    (?:it was |they |the team |management |the meeting |members )?(?:agreed|decided|resolved|undertook|committed|plans?|intends?) (?:that|to) |
    (?:as a (?:remedy|response|next step)|in response|to (?:close|address|fix|correct|remedy) (?:this|the gap|it|the problem)|going forward|from now on) |
    (?:nous recommandons|nous proposons|il est recommande|il est propose)(?: que| de| d')? |
    (?:recomendamos|propomos|sugerimos|recomenda-se|propoe-se|sugere-se)(?: que)?
    """
)
IMPACT_CUES = alternatives(
    r"""
    (?:one |another |a further |the first )?(?:effect|consequence|impact) (?:is|was|has been)(?: that)? | (?:because of this|for this reason|therefore|thus|hence) | as a (?:result|consequence) | in consequence | consequently |
    the (?:effect|impact|consequence|result) (?:is|was)(?: that)? |
    this (?:means|meant|leads to|led to|results in|resulted in|exposes|puts)(?: that)? |
    (?:en|par) consequence | de ce fait | como (?:consequencia|resultado) | em consequencia
    """
)
RESPONSE_CUES = alternatives(
    r"""
    (?:partly |partially |fully |not )?(?:agreed|accepted|rejected|noted|disagreed) |
    management (?:agrees|agreed|accepts|accepted|disagrees|rejects|notes) | not accepted | accepte |
    accepte en partie | rejete |
    aceite | aceito | parcialmente aceite | rejeitad[ao]
    """
)

# Tables
DONE_WORDS = alternatives(
    r"""
    met | exceeded | achieved | fully achieved | on track | on target | green | ok | reached | surpassed | atteint |
    depasse | atingido | superado | compliant | conforme | vert | verde | satisfactory | completed |
    closed | above target | no gap | done | dentro da meta | na meta | no alvo | em dia | dans la cible | dans les temps | within target | in range |
    within limits | within tolerance | a jour
    """
)
NO_GAP_WORDS = terms(
    "none | no gap | nil | no issue | no issues | no finding | no findings | none found | nothing to report | no deviation | aucun | aucune | rien a signaler | nenhum | nenhuma | sem lacuna | sem desvio | compliant | conforme | ok | n/a | no gaps"
)
EMPTY_CELLS = terms("- | -- | --- | n/a | na | n.a | nil | / | s/o | n.d | ... | … | ?") | {""}
SEVERITY_WORDS = words(
    """
    critique critiques mineures majeures slight notable bloquante bloquant forte fort grav grave serious significative significatif elevees alto altos
    critical high major severe medium moderate low minor significant extreme negligible red amber yellow
    green orange alta alto media medio baixa baixo critica critico grave eleve elevee
    elevado elevada moyen moyenne faible majeur majeure mineur mineure urgent essential important moderado moderada
    very p1 p2 p3 p4
    """
)
RISK_HEADS = terms(
    "risk | risks | risque | risques | risco | riscos | priority | importance | significance | risk rating"
)
WHAT_HEADS = terms(
    "what | o que | quoi | description | details | descricao | point | activity | activities | activite | atividade"
)
CATEGORY_HEADS = terms("category | categories | categorie | categoria | type | group | branch")
MEASURE_HEADS = terms("measure | measures | mesure | mesures | medida | medidas")
RECOMMENDATION_HEADS = ("recommend", "recommand", "recomend", "suggest", "sugest", "proposed")
FINDING_HEADS = terms("observed | performance | current performance | situation | result | results | reading | outcome")
ROLE_WORDS = words(
    """
    adviser advisor accountant curator cashier clerks producer artist buyer caretaker carpenter commander dean deputy bursar headteacher inspector intendant inspecteur interpreter janitor lawyer mayor mechanic matron monitor nutritionist paralegal planner porter principal professor receptionist researcher sister statistician surveyor trainer translator tutor vet welder stores kitchen accounts payroll legal finances laboratoire oficial tecnico tecnica enfermeira presidente secretario secretaria tesoureiro animateur cellule bibliothecaire comptable conseil infirmier tresorier president adjoint administrator agent analyst assistant auditor board bureau captain chair chairperson
    chef chefe chief clerk cluster committee comite consultant controller coordinator coordenador
    coordenadora coordinateur coordination counsel department departamento desk director directeur directora diretor
    directorate direction division doctor driver editor engineer equipa equipe executive
    facilities finance focal foreman gerente gestor head hr human it lead leader librarian logistics logistica
    logistique manager management matron medical midwife minister nurse office officer operator owner
    partner pharmacist planner point president principal procurement programme project registrar resources
    responsable responsavel scientist secretariat secretary service services specialist sponsor staff
    steward storekeeper keeper superintendent supervisor teacher team technician technologist therapist treasurer
    trustees unit unidade unite warden workshop incharge in-charge ict communications security administration
    """
)
